-- The reader's highlights and notes.

CREATE TABLE highlights (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  anchor  TEXT    NOT NULL, -- JSON: the words, their surroundings, their place
  hue     TEXT    NOT NULL,
  note    TEXT    NOT NULL, -- '' when there is none
  made    TEXT    NOT NULL,
  lost    INTEGER NOT NULL CHECK (lost IN (0, 1)), -- whether the words are not in the article's text any more
  UNIQUE (article, anchor)
) STRICT;
