//! The Fluent files of one language, as a chunk of its own.
import common from "../../../src-tauri/gateway/locales/zh-CN/common.ftl?raw";
import window from "../../../src-tauri/gateway/locales/zh-CN/window.ftl?raw";

export const files = [common, window];
