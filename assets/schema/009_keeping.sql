-- What the reader keeps: highlights, notes, clips.

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

-- Passages that the reader collects across articles. Each stands on its own, so that it outlives its article.
CREATE TABLE clips (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  place   INTEGER NOT NULL, -- 0, 1, … in the reader's order
  content TEXT    NOT NULL UNIQUE -- JSON
) STRICT;
