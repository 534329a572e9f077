-- The number a channel gave an overheard message, so that a change of it finds it.
ALTER TABLE overheard ADD COLUMN message_id TEXT;
