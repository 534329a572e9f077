//! The Fluent files of one language, as a chunk of its own.
import common from "../../../src-tauri/gateway/locales/en/common.ftl?raw";
import window from "../../../src-tauri/gateway/locales/en/window.ftl?raw";

export const files = [common, window];
