-- Old calls are summed up by the day: so many stand in one row.
ALTER TABLE ledger ADD COLUMN calls INTEGER NOT NULL DEFAULT 1;
