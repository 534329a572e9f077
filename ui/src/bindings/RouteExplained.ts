// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * Where it goes.
 */
export type RouteExplained = {
/**
 * The agent.
 */
agentId: string,
/**
 * The conversation.
 */
sessionKey: string,
/**
 * What decided about the agent: `bindings[n]`, the path of a topic's setting, or `default`.
 */
binding: string, };
