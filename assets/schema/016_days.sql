-- The days on which it was looked whether the trash is to be emptied: a clock that has jumped ahead must not do that.
CREATE TABLE days (
  seen  TEXT NOT NULL, -- the last one, YYYY-MM-DD
  since TEXT NOT NULL  -- the first one from which on none was long after the one before
) STRICT;
