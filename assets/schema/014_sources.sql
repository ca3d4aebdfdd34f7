-- The bytes that articles were read from, packed, so that they can be shown and read anew. Nothing that lists or shows
-- articles reads this table.
CREATE TABLE sources (
  article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  kind    TEXT    NOT NULL, -- what they were read as
  reader  INTEGER NOT NULL, -- the version of what read them
  name    TEXT    NOT NULL, -- the name that they came under
  url     TEXT,             -- where they were fetched from
  charset TEXT,             -- the encoding that the server declared
  whole   INTEGER NOT NULL CHECK (whole IN (0, 1)),  -- whether all of a page was taken, not only its article
  joined  INTEGER NOT NULL CHECK (joined IN (0, 1)), -- whether the article has data that were known before the page came
  size    INTEGER NOT NULL, -- how many bytes they are
  digest  BLOB    NOT NULL, -- their SHA-256
  packed  BLOB              -- deflated; null when they are too large to be kept
) STRICT;

-- Which were read by an older version, without a look at the bytes.
CREATE INDEX sources_reader ON sources (kind, reader);
