// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * What needs the person.
 */
export type NeedKind = "pairing" | "undelivered" | "channel" | "config" | "secret" | "home" | "failed" | "job" | "interrupted" | "allowance" | "group" | "group-lost" | "price";
