-- Every decision about a beat: ran, or not and why. `id` is its turn's.
CREATE TABLE beats(
  id TEXT PRIMARY KEY, agent TEXT NOT NULL,
  occasion TEXT NOT NULL CHECK(occasion IN ('slot','event','person')),
  slot_at INTEGER NOT NULL, session_key TEXT NOT NULL, left_out INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK(state IN
    ('running','ok','said','duplicate','failed','skipped','interrupted','stopped')),
  reason TEXT, text TEXT, started INTEGER NOT NULL, ended INTEGER,
  counted INTEGER NOT NULL DEFAULT 1) STRICT;
CREATE INDEX beats_of_agent ON beats(agent, started);
CREATE INDEX beats_alive ON beats(agent) WHERE state = 'running';

-- What the agent is to be told: `id` names source and slot, so that the same is queued once.
CREATE TABLE system_events(
  id TEXT PRIMARY KEY, agent TEXT NOT NULL, session_key TEXT NOT NULL, text TEXT NOT NULL,
  wake TEXT NOT NULL CHECK(wake IN ('now','next-heartbeat')), created INTEGER NOT NULL,
  next_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK(state IN ('waiting','done','dropped')), turn_id TEXT) STRICT;
CREATE INDEX system_events_waiting ON system_events(session_key, created) WHERE state = 'waiting';
