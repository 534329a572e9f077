-- What ran, what is to run and what did not: the truth about jobs (walks.md, walk 2).
CREATE TABLE slots(
  job_id TEXT NOT NULL, slot_at INTEGER NOT NULL, through_at INTEGER NOT NULL, count INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN
    ('queued','running','done','quiet','failed','missed','skipped','interrupted','unknown')),
  reason TEXT, late_ms INTEGER NOT NULL, run_id TEXT, PRIMARY KEY(job_id, slot_at)) STRICT;
CREATE INDEX slots_open ON slots(job_id, slot_at) WHERE state IN ('queued','running');

CREATE TABLE runs(
  id TEXT PRIMARY KEY, job_id TEXT NOT NULL, slot_at INTEGER, attempt INTEGER NOT NULL, session_id TEXT,
  started INTEGER NOT NULL, ended INTEGER,
  state TEXT NOT NULL CHECK(state IN ('running','done','quiet','failed','interrupted')),
  error TEXT, summary TEXT,
  delivery TEXT NOT NULL CHECK(delivery IN ('none','pending','sent','failed','unknown')),
  file_access TEXT, logged INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX runs_of_job ON runs(job_id, started);
CREATE INDEX runs_alive ON runs(id) WHERE state = 'running';
CREATE INDEX runs_to_log ON runs(ended) WHERE logged = 0 AND ended IS NOT NULL;

CREATE TABLE job_cursor(
  job_id TEXT PRIMARY KEY, schedule_hash TEXT NOT NULL, considered_until INTEGER NOT NULL) STRICT;
