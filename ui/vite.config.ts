import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { weight } from "./scripts/weight.ts";

export default defineConfig({
  plugins: [svelte(), weight()],
  // Files are embedded in the app and found by a relative address.
  base: "./",
  resolve: {
    alias: { $lib: fileURLToPath(new URL("./src", import.meta.url)) },
    // Tests run Svelte's browser build, not the one for servers.
    conditions: process.env.VITEST ? ["browser"] : undefined,
  },
  server: {
    port: 5173,
    strictPort: true,
    // The sentences lie beside the gateway, outside this folder.
    fs: { allow: [fileURLToPath(new URL("..", import.meta.url))] },
  },
  build: {
    target: "safari16",
    outDir: "dist",
    emptyOutDir: true,
    sourcemap: false,
    // A data: address in a script or style would need a wider policy than 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "happy-dom",
    setupFiles: ["src/test/setup.ts"],
    include: ["src/**/*.test.ts"],
    restoreMocks: true,
    // The first window of a run compiles every component.
    testTimeout: 30_000,
  },
});
