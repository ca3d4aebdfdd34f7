-- The pictures of articles, as they came. Nothing that lists articles reads this table.
CREATE TABLE pictures (
  article INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
  figure  INTEGER NOT NULL, -- which figure of the body it belongs to, counted from 0 among the figures
  kind    TEXT    NOT NULL, -- how it is coded
  width   INTEGER NOT NULL, -- in dots
  height  INTEGER NOT NULL,
  beside  TEXT,             -- the name of the file beside the page that it came from; null when it stood in the page
  same    INTEGER,          -- an earlier figure with the same bytes; null when it has its own
  bytes   BLOB CHECK ((bytes IS NULL) <> (same IS NULL)),
  PRIMARY KEY (article, figure)
) STRICT;
