// Generated from src-tauri/gateway/src/api. Do not edit: cargo xtask bindings
import type { PairedPerson } from "./PairedPerson";
import type { PairingRequest } from "./PairingRequest";

/**
 * People and requests.
 */
export type Pairings = {
/**
 * At most three a channel wait.
 */
requests: Array<PairingRequest>,
/**
 * Who may write.
 */
people: Array<PairedPerson>, };
