-- Which command takes a change back, and which conversation the change belongs to (null: the home).
ALTER TABLE undo ADD COLUMN used_by TEXT;
ALTER TABLE undo ADD COLUMN session_key TEXT;
CREATE INDEX undo_used_by ON undo(used_by) WHERE used_by IS NOT NULL;

-- What a person typed behind a slash and what was answered: part of the conversation a person
-- sees, never of what the model sees.
CREATE TABLE exchanges(
  id TEXT PRIMARY KEY, session_key TEXT NOT NULL, session_id TEXT, at INTEGER NOT NULL,
  answered_at INTEGER NOT NULL, channel TEXT NOT NULL, typed TEXT NOT NULL, reply TEXT NOT NULL) STRICT;
CREATE INDEX exchanges_session ON exchanges(session_id, at);
CREATE INDEX exchanges_at ON exchanges(answered_at);

CREATE INDEX ledger_session ON ledger(session_id);
