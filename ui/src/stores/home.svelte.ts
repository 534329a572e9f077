//! The copies every page shares: status, conversations, people, parts on their way, keys, models.
import { Live } from "./live.svelte";

export const status = new Live("status.get", {}, [
  "status",
  "holds",
  "config",
  "models",
  "secrets",
  "pairing",
  "deliveries",
]);
export const sessions = new Live("sessions.list", { all: false }, ["sessions"]);
export const pairings = new Live("pairing.list", {}, ["pairing"]);
export const secrets = new Live("secret.list", {}, ["secrets"], true);
export const models = new Live("model.list", {}, ["models", "secrets", "config"], true);
export const localServers = new Live("model.local", {}, [], true);
export const commands = new Live("command.list", {}, ["config"], true);
