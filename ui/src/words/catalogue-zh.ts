//! The Fluent files of one language, as a chunk of its own.
const found = import.meta.glob<string>(
  [
    "../../../src-tauri/gateway/locales/zh-CN/common.ftl",
    "../../../src-tauri/gateway/locales/zh-CN/window*.ftl",
  ],
  { query: "?raw", import: "default", eager: true },
);

export const files = Object.values(found);
