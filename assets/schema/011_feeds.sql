-- Feeds that the reader follows, what came from them, and what servers said of what they gave.

CREATE TABLE feeds (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  url       TEXT    NOT NULL UNIQUE,
  title     TEXT    NOT NULL,
  site      TEXT,             -- the page that it is of
  folder    TEXT,
  entire    INTEGER NOT NULL CHECK (entire IN (0, 1)),   -- whether the page of each item is fetched
  followed  INTEGER NOT NULL CHECK (followed IN (0, 1)), -- one that is not any more is kept for what came from it
  added     TEXT    NOT NULL,
  etag      TEXT,             -- what the server called its last answer, and of when that was
  modified  TEXT,
  digest    TEXT,             -- SHA-256 of its bytes
  tried     TEXT,             -- when it was asked last, and when it answered last
  succeeded TEXT,
  problem   TEXT,             -- why it did not answer
  failures  INTEGER NOT NULL, -- how often in a row
  next      TEXT              -- when it is to be asked again at the earliest
) STRICT;

-- Every item that came, so that one that was thrown away stays away and one that was edited is known again.
CREATE TABLE items (
  feed   INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
  id     TEXT    NOT NULL, -- digest of what the feed calls it
  digest TEXT    NOT NULL, -- of what it said last
  key    TEXT    NOT NULL, -- the article's, as in details
  PRIMARY KEY (feed, id)
) STRICT, WITHOUT ROWID;

-- Pages that were fetched by their address.
CREATE TABLE pages (
  url      TEXT PRIMARY KEY,
  etag     TEXT,
  modified TEXT,
  digest   TEXT NOT NULL, -- SHA-256 of the bytes
  fetched  TEXT NOT NULL,
  key      TEXT NOT NULL  -- the article's, as in details
) STRICT, WITHOUT ROWID;
