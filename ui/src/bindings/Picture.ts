// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings

/**
 * A picture.
 */
export type Picture = {
/**
 * What it is by its bytes, whatever its name says: `image/jpeg`, `-png`, `-gif` or `-webp`.
 */
mime: string,
/**
 * Base64.
 */
data: string, };
