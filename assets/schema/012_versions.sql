-- What an article said before another text took its place.
CREATE TABLE versions (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  number  INTEGER NOT NULL, -- 1, 2, … in the order of time
  until   TEXT    NOT NULL, -- when it was replaced
  source  TEXT    NOT NULL, -- what it was read from
  meta    TEXT    NOT NULL, -- JSON
  text    TEXT    NOT NULL,
  blocks  TEXT    NOT NULL, -- JSON; positions are bytes of the text
  PRIMARY KEY (article, number)
) STRICT;
