//! The settings some pages show, as they are in force.
import { Live } from "./live.svelte";

const CONFIG = ["config"] as const;

export const allowance = new Live("config.get", { path: "allowance" }, CONFIG, true);
export const fresh = new Live("config.get", { path: "session.reset" }, CONFIG, true);
export const carryover = new Live("config.get", { path: "session.carryover" }, CONFIG, true);
/** What the agent may use. */
export const toolList = new Live("tools.list", {}, CONFIG, true);
/** The bots and the groups they are in. */
export const groups = new Live("telegram.groups", {}, ["config", "status"], true);
export const fileCheck = new Live("config.validate", {}, CONFIG, true);
