// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { Language } from "./Language";

/**
 * Makes a schedule of a sentence, English or Chinese: “weekdays at 9 stand-up notes”.
 */
export type CronParse = {
/**
 * The sentence.
 */
text: string,
/**
 * The language of the answer; absent = the home's.
 */
lang?: Language,
/**
 * An IANA name; absent = the computer's zone.
 */
zone?: string,
/**
 * What is now, ms; absent = the gateway's clock.
 */
now?: number, };
