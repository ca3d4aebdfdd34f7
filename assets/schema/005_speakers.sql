-- Who speaks in the library, kept up to date with the quotes. A speaker is one person or body; names are what articles call
-- it; a voice is what one name says in one article.

CREATE TABLE speakers (
  -- AUTOINCREMENT: a number that a screen still shows never comes to mean somebody else.
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  name     TEXT    NOT NULL, -- as it is shown; '' for all whom nobody could tell
  name_key TEXT    NOT NULL, -- folded, to sort by
  kind     TEXT    NOT NULL,
  role     TEXT,             -- the latest
  quotes   INTEGER NOT NULL,
  articles INTEGER NOT NULL,
  words    INTEGER NOT NULL,
  first    TEXT    NOT NULL, -- the earliest date, in UTC; '' when undated
  last     TEXT    NOT NULL
) STRICT;

CREATE INDEX speakers_quotes ON speakers (quotes DESC, name_key, id);
CREATE INDEX speakers_name   ON speakers (name_key, id);
CREATE INDEX speakers_last   ON speakers (last DESC, name_key, id);

CREATE TABLE names (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  key     TEXT    NOT NULL UNIQUE, -- folded, with the class of its kind
  name    TEXT    NOT NULL,
  kind    TEXT    NOT NULL,
  speaker INTEGER NOT NULL REFERENCES speakers (id),
  tail    TEXT    NOT NULL,        -- the last word, folded
  short   TEXT    NOT NULL,        -- the first letters of a body's words
  decided INTEGER NOT NULL CHECK (decided IN (0, 1)) -- whether the reader said whose it is: then it is kept for ever
) STRICT;

CREATE INDEX names_speaker ON names (speaker);
CREATE INDEX names_tail    ON names (tail);
CREATE INDEX names_short   ON names (short) WHERE short > '';

-- Names that the reader said are not one speaker's; the smaller number first.
CREATE TABLE apart (
  one   INTEGER NOT NULL REFERENCES names (id) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES names (id) ON DELETE CASCADE,
  PRIMARY KEY (one, other)
) STRICT, WITHOUT ROWID;

CREATE INDEX apart_other ON apart (other);

CREATE TABLE voices (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  name    INTEGER NOT NULL REFERENCES names (id),
  speaker INTEGER NOT NULL REFERENCES speakers (id),
  date    TEXT    NOT NULL, -- as in articles.published_key
  role    TEXT,
  quotes  INTEGER NOT NULL,
  words   INTEGER NOT NULL,
  numbers TEXT    NOT NULL, -- JSON: the numbers of its quotes
  PRIMARY KEY (article, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX voices_speaker ON voices (speaker, date DESC, article DESC);
CREATE INDEX voices_role    ON voices (speaker, date DESC, article DESC) WHERE role IS NOT NULL;
CREATE INDEX voices_name    ON voices (name);

-- How much each kind of speaker says in all.
CREATE TABLE shares (
  kind     TEXT PRIMARY KEY,
  speakers INTEGER NOT NULL,
  quotes   INTEGER NOT NULL,
  words    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO shares VALUES
  ('person', 0, 0, 0), ('organisation', 0, 0, 0), ('document', 0, 0, 0), ('unnamed', 0, 0, 0), ('unknown', 0, 0, 0);

CREATE TRIGGER speakers_added AFTER INSERT ON speakers BEGIN
  UPDATE shares SET speakers = speakers + 1, quotes = quotes + new.quotes, words = words + new.words WHERE kind = new.kind;
END;

CREATE TRIGGER speakers_removed AFTER DELETE ON speakers BEGIN
  UPDATE shares SET speakers = speakers - 1, quotes = quotes - old.quotes, words = words - old.words WHERE kind = old.kind;
END;

CREATE TRIGGER speakers_counted AFTER UPDATE OF quotes, words ON speakers BEGIN
  UPDATE shares SET quotes = quotes + new.quotes - old.quotes, words = words + new.words - old.words WHERE kind = old.kind;
END;

-- The words of names, cut and folded as those of articles are.
CREATE VIRTUAL TABLE called USING fts5 (
  name,
  content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);

-- The fingerprints of what stands in quotation marks, so that the same quote is found in other articles.
CREATE VIRTUAL TABLE prints USING fts5 (
  runs,
  content = '', contentless_delete = 1, tokenize = 'ascii', detail = 'none'
);
