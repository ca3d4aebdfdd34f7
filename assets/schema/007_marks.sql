-- Places under a letter: small letters are an article's own, a capital stands for one place in the whole library.
CREATE TABLE marks (
  letter  TEXT    NOT NULL CHECK (letter GLOB '[A-Za-z]'),
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  place   INTEGER NOT NULL, -- a byte of the text
  PRIMARY KEY (letter, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX marks_article ON marks (article);
