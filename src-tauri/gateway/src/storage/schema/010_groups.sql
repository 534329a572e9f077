CREATE TABLE overheard(
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session_key TEXT NOT NULL, at INTEGER NOT NULL,
  sender TEXT NOT NULL, text TEXT NOT NULL, given_to TEXT) STRICT;
CREATE INDEX overheard_waiting ON overheard(session_key, seq) WHERE given_to IS NULL;
CREATE INDEX overheard_given ON overheard(given_to) WHERE given_to IS NOT NULL;

CREATE TABLE group_chats(
  channel TEXT NOT NULL, account TEXT NOT NULL, peer TEXT NOT NULL, title TEXT NOT NULL,
  forum INTEGER NOT NULL DEFAULT 0, topics TEXT NOT NULL DEFAULT '{}',
  standing TEXT NOT NULL CHECK(standing IN ('member','muted','removed')),
  seen_at INTEGER NOT NULL, left_alone INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY(channel, account, peer)) STRICT;
