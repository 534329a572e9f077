// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { FirstStep } from "./FirstStep";
import type { Language } from "./Language";

/**
 * Who answers.
 */
export type Welcome = {
/**
 * The contract version of the gateway.
 */
contract: string,
/**
 * The gateway's build.
 */
build: string,
/**
 * The home's id.
 */
homeId: string,
/**
 * New at each start of the gateway.
 */
epoch: string,
/**
 * The home's language.
 */
language: Language,
/**
 * The gateway lives in the desktop app.
 */
embedded: boolean,
/**
 * No model is connected: a rehearsal without AI.
 */
practice: boolean,
/**
 * The step of the welcome that waits; null = the window opens as usual.
 */
firstSteps: FirstStep | null, };
