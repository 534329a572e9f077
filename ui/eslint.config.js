import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

/** Only `platform/` may know Tauri; pages and components speak the contract. */
const onlyPlatform = {
  patterns: [{ group: ["@tauri-apps/*"], message: "Only src/platform/ may import Tauri." }],
};

export default ts.config(
  { ignores: ["dist/", "src/bindings/", "node_modules/"] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      "no-restricted-imports": ["error", onlyPlatform],
      "no-console": "error",
      eqeqeq: "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // TypeScript checks names better than ESLint does.
      "no-undef": "off",
    },
  },
  { files: ["src/platform/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["scripts/**"], rules: { "no-console": "off" } },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    // Text goes to the page escaped; the one place with {@html} is Markdown.svelte, after DOMPurify.
    rules: { "svelte/no-at-html-tags": "error", "svelte/no-inline-styles": "error" },
  },
  {
    // The one place for HTML: what comes out of DOMPurify.
    files: ["src/components/Markdown.svelte"],
    rules: { "svelte/no-at-html-tags": "off" },
  },
);
