CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE inbox(
  id TEXT PRIMARY KEY, seq INTEGER NOT NULL UNIQUE, received_at INTEGER NOT NULL,
  channel TEXT NOT NULL, account TEXT NOT NULL, peer TEXT NOT NULL, thread TEXT,
  session_key TEXT NOT NULL, body TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('received','done','skipped','failed')),
  reason TEXT, turn_id TEXT, restarts INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX inbox_open ON inbox(seq) WHERE state = 'received';

CREATE TABLE cursor(channel TEXT, account TEXT, value INTEGER NOT NULL, PRIMARY KEY(channel, account)) STRICT;

CREATE TABLE outbox(
  id TEXT PRIMARY KEY, cause TEXT NOT NULL, seq INTEGER NOT NULL UNIQUE, created_at INTEGER NOT NULL,
  channel TEXT NOT NULL, account TEXT NOT NULL, peer TEXT NOT NULL, thread TEXT,
  kind TEXT NOT NULL, part TEXT NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('pending','attempting','sent','unknown','refused','expired')),
  receipt TEXT, attempts INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0, error TEXT,
  told INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX outbox_open ON outbox(channel, account, peer, seq) WHERE state IN ('pending','attempting');
CREATE INDEX outbox_trouble ON outbox(seq) WHERE state IN ('unknown','refused');

CREATE TABLE holds(scope TEXT PRIMARY KEY, reason TEXT NOT NULL, since INTEGER NOT NULL, until INTEGER) STRICT;

CREATE TABLE ledger(
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, cause TEXT NOT NULL, agent TEXT NOT NULL, job_id TEXT,
  session_id TEXT, model TEXT NOT NULL, price TEXT,
  input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
  cost INTEGER, state TEXT NOT NULL CHECK(state IN ('reserved','settled','estimated'))) STRICT;
CREATE INDEX ledger_at ON ledger(at);

CREATE TABLE activity(
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, ref TEXT, outcome TEXT NOT NULL,
  reason TEXT, params TEXT NOT NULL DEFAULT '{}', undo TEXT) STRICT;
CREATE INDEX activity_at ON activity(at, id);

CREATE TABLE undo(
  id TEXT PRIMARY KEY, activity_id TEXT NOT NULL, at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
  inverse TEXT NOT NULL, label TEXT NOT NULL, used_at INTEGER) STRICT;
CREATE INDEX undo_at ON undo(at) WHERE used_at IS NULL;

CREATE TABLE answers(request_id TEXT PRIMARY KEY, method TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL) STRICT;

CREATE TABLE file_versions(
  agent TEXT NOT NULL, path TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL, by TEXT NOT NULL,
  hash TEXT NOT NULL, content BLOB, turn_id TEXT, PRIMARY KEY(agent, path, n)) STRICT;

CREATE TABLE calibration(model TEXT PRIMARY KEY, ratio REAL NOT NULL, samples INTEGER NOT NULL) STRICT;

CREATE TABLE presses(id TEXT PRIMARY KEY, at INTEGER NOT NULL, answer TEXT NOT NULL) STRICT;
