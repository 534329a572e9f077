-- What Cove says by itself while it is quiet: told together, once, when that is over.
CREATE TABLE kept_notices(
  id TEXT PRIMARY KEY, agent TEXT NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL,
  buttons TEXT NOT NULL DEFAULT '[]') STRICT;
