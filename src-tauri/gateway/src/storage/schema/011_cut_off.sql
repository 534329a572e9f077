-- A person is asked about a run that a kill cut off, until they run it again or leave it as it is.
ALTER TABLE runs ADD COLUMN asks INTEGER NOT NULL DEFAULT 0;
CREATE INDEX runs_asking ON runs(job_id) WHERE asks = 1;
-- Why nobody was there when a slot came that was caught up: down, asleep, clock-step.
ALTER TABLE slots ADD COLUMN absence TEXT;
