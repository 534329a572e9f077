-- What runs by itself is counted against the allowance; what a person asked for is not.
ALTER TABLE ledger ADD COLUMN by_itself INTEGER NOT NULL DEFAULT 0;
CREATE INDEX ledger_by_itself ON ledger(at) WHERE by_itself = 1;

-- More for one day: `day` is its beginning.
CREATE TABLE allowance_extra(
  id TEXT PRIMARY KEY, at INTEGER NOT NULL, day INTEGER NOT NULL, amount INTEGER NOT NULL) STRICT;
CREATE INDEX allowance_extra_day ON allowance_extra(day);

-- Models without a known price that may run by themselves, since a person said so.
CREATE TABLE unpriced_models(model TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
