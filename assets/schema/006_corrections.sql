-- The reader's corrections of quotes, in the order in which they were made.
CREATE TABLE corrections (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  was     TEXT    NOT NULL, -- JSON: anchors of the words that it is about; none for a quote that was missed
  now     TEXT    NOT NULL, -- JSON: anchors of the words as they should be; none for what is no quote
  names   INTEGER NOT NULL CHECK (names IN (0, 1)), -- whether it says who speaks
  speaker TEXT,             -- null when it says that nobody knows
  role    TEXT,
  kind    TEXT,
  lost    INTEGER NOT NULL CHECK (lost IN (0, 1))   -- whether its words are not in the article's text any more
) STRICT;

CREATE INDEX corrections_article ON corrections (article);

-- What the engine found in the articles that have corrections: `quotes` has what is left when those are laid over it.
CREATE TABLE found (
  article      INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  found_by     TEXT    NOT NULL,
  confidence   REAL    NOT NULL,
  speaker      TEXT,
  role         TEXT,
  speaker_kind TEXT,
  ranges       TEXT    NOT NULL,
  chain        TEXT,
  PRIMARY KEY (article, number)
) STRICT, WITHOUT ROWID;
