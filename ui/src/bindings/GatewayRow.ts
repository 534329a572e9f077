// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * The gateway that answers.
 */
export type GatewayRow = {
/**
 * Its process.
 */
pid: number,
/**
 * It lives in the desktop app; otherwise the window is attached to a gateway of its own.
 */
embedded: boolean, };
