// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A bot.
 */
export type TelegramBot = {
/**
 * Its account, `default` if there is only one.
 */
account: string,
/**
 * `@name`, once known, else the name in the settings.
 */
name: string | null,
/**
 * The agent that answers where no binding says otherwise.
 */
agentId: string,
/**
 * Who may write to it directly and what they reach, in words.
 */
direct: string,
/**
 * In which groups it listens, in words.
 */
groups: string, };
