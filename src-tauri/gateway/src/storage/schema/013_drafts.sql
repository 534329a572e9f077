-- The message of a chat that shows the beginning of a turn's answer while it is being written.
CREATE TABLE drafts(
  turn_id TEXT PRIMARY KEY, route TEXT NOT NULL, message_id TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
