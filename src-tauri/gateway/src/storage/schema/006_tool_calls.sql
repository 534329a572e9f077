-- Calls of tools that changed something once: asked again after a kill they answer the same.
-- `base` is the hash of the file before, so that a change that never reached the file is made again.
CREATE TABLE tool_calls(
  turn_id TEXT NOT NULL, call_id TEXT NOT NULL, at INTEGER NOT NULL, base TEXT NOT NULL, answer TEXT NOT NULL,
  PRIMARY KEY(turn_id, call_id)) STRICT;
