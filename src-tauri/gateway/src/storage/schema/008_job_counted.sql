-- Since when a job's slots and its failures in a row are counted: resuming it begins anew.
ALTER TABLE job_cursor ADD COLUMN counted_from INTEGER NOT NULL DEFAULT 0;
-- Runs somebody asked for are few among many: a list of jobs looks for them of each job.
CREATE INDEX runs_by_hand ON runs(job_id, started) WHERE slot_at IS NULL;
-- Whether a job runs is asked at each of its slots; what it ran before does not matter then.
CREATE INDEX runs_open ON runs(job_id) WHERE state = 'running';
