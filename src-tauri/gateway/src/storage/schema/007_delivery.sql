-- What is noted in the main conversation of a run that was delivered elsewhere; null = nothing (more).
ALTER TABLE runs ADD COLUMN mirror TEXT;
CREATE INDEX runs_to_mirror ON runs(id) WHERE mirror IS NOT NULL;

-- Where something has arrived: a job that goes elsewhere waits for a test.
CREATE TABLE reached(
  channel TEXT NOT NULL, account TEXT NOT NULL, peer TEXT NOT NULL, thread TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL, PRIMARY KEY(channel, account, peer, thread)) STRICT;
INSERT OR IGNORE INTO reached(channel, account, peer, thread, at)
  SELECT channel, account, peer, coalesce(thread, ''), created_at FROM outbox WHERE state = 'sent';
CREATE TRIGGER outbox_reached AFTER UPDATE OF state ON outbox WHEN new.state = 'sent'
BEGIN
  INSERT OR IGNORE INTO reached(channel, account, peer, thread, at)
    VALUES (new.channel, new.account, new.peer, coalesce(new.thread, ''), new.created_at);
END;

-- A run's delivery follows its parts, in the transaction of each receipt, whoever writes it.
CREATE INDEX outbox_of_run ON outbox(cause) WHERE cause LIKE 'run:%';
CREATE TRIGGER outbox_of_runs AFTER UPDATE OF state ON outbox WHEN new.cause LIKE 'run:%'
BEGIN
  UPDATE runs SET delivery = (
    SELECT CASE
      WHEN sum(state IN ('refused','expired')) > 0 THEN 'failed'
      WHEN sum(state IN ('pending','attempting')) > 0 THEN 'pending'
      WHEN sum(state = 'unknown') > 0 THEN 'unknown'
      ELSE 'sent' END
    FROM outbox WHERE cause = new.cause AND cause LIKE 'run:%')
  WHERE id = substr(new.cause, 5);
END;
