-- The articles, what the reader did with them, and the quotes found in them.

-- One narrow row for each line of the list. Texts live in `bodies`, so that listing reads little.
CREATE TABLE articles (
  -- AUTOINCREMENT: the number of a removed article never comes to mean another one.
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  label         TEXT    NOT NULL,
  title_key     TEXT    NOT NULL, -- the label, folded, to sort by
  site          TEXT,
  site_key      TEXT    NOT NULL, -- the site, folded, to sort by; without one, after all others
  published     TEXT,             -- as the article says it
  published_key TEXT    NOT NULL, -- in UTC, to sort by; '' when undated
  undated       INTEGER NOT NULL CHECK (undated IN (0, 1)),
  words         INTEGER NOT NULL,
  quotes        INTEGER,          -- direct and mixed ones; null before they were looked for
  engine        INTEGER,          -- the version that found the quotes
  imported      INTEGER NOT NULL, -- seconds since 1970, to sort by; 0 when it cannot be told
  read          INTEGER NOT NULL CHECK (read IN (0, 1)),
  starred       INTEGER NOT NULL CHECK (starred IN (0, 1)),
  archived      INTEGER NOT NULL CHECK (archived IN (0, 1)),
  place         INTEGER NOT NULL  -- byte of the text
) STRICT;

-- One index for each order of the list. Each holds all that a shelf asks for, so that the table itself is not read.
CREATE INDEX articles_newest  ON articles (published_key DESC, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_oldest  ON articles (undated, published_key, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_title   ON articles (title_key, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_site    ON articles (site_key, published_key DESC, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_longest ON articles (words DESC, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_quotes  ON articles (quotes DESC, imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_added   ON articles (imported DESC, id DESC, archived, read, starred);
CREATE INDEX articles_engine  ON articles (engine);

-- What is known about an article, and what makes it the same one when it comes again.
CREATE TABLE details (
  article  INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  key      TEXT NOT NULL UNIQUE,
  meta     TEXT NOT NULL, -- JSON
  imported TEXT NOT NULL,
  source   TEXT NOT NULL
) STRICT;

CREATE TABLE bodies (
  article INTEGER PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
  text    TEXT NOT NULL,
  blocks  TEXT NOT NULL -- JSON; positions are bytes of the text
) STRICT;

CREATE TABLE tags (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  tag     TEXT    NOT NULL,
  PRIMARY KEY (article, tag)
) STRICT, WITHOUT ROWID;

CREATE INDEX tags_tag ON tags (tag);

CREATE TABLE quotes (
  article      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number       INTEGER NOT NULL, -- 0, 1, … in the order of the text
  kind         TEXT    NOT NULL,
  found_by     TEXT    NOT NULL,
  confidence   REAL    NOT NULL,
  speaker      TEXT,
  role         TEXT,
  speaker_kind TEXT,
  ranges       TEXT    NOT NULL, -- JSON [content, cue, source], each [[start, end], …] in bytes of the text
  PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
