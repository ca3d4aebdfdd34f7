-- Finding: stems beside the words, quotes by their words and speakers, languages, tags in any case, a trash, and
-- searches with a name.

ALTER TABLE articles ADD COLUMN lang TEXT;    -- ISO 639 code
ALTER TABLE articles ADD COLUMN deleted TEXT; -- the day on which it was thrown away

UPDATE articles SET lang =
  (SELECT CASE WHEN json_valid(meta) THEN json_extract(meta, '$.lang') END FROM details WHERE article = articles.id);

CREATE INDEX articles_lang     ON articles (lang);
CREATE INDEX articles_deleted  ON articles (deleted) WHERE deleted IS NOT NULL;
CREATE INDEX articles_unread   ON articles (id) WHERE read = 0;
CREATE INDEX articles_starred  ON articles (id) WHERE starred = 1;
CREATE INDEX articles_archived ON articles (id) WHERE archived = 1;

-- The orders of the list, now with what tells whether an article was thrown away.
DROP INDEX articles_newest;
DROP INDEX articles_oldest;
DROP INDEX articles_title;
DROP INDEX articles_site;
DROP INDEX articles_longest;
DROP INDEX articles_quotes;
DROP INDEX articles_added;
CREATE INDEX articles_newest  ON articles (published_key DESC, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_oldest  ON articles (undated, published_key, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_title   ON articles (title_key, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_site    ON articles (site_key, published_key DESC, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_longest ON articles (words DESC, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_quotes  ON articles (quotes DESC, imported DESC, id DESC, archived, read, starred, deleted);
CREATE INDEX articles_added   ON articles (imported DESC, id DESC, archived, read, starred, deleted);

ALTER TABLE tags ADD COLUMN key TEXT NOT NULL DEFAULT ''; -- the tag, folded
CREATE INDEX tags_key ON tags (key, article);

DROP TRIGGER articles_removed;
DROP TRIGGER articles_marked;

CREATE TRIGGER articles_removed AFTER DELETE ON articles WHEN old.deleted IS NULL BEGIN
  UPDATE totals SET
    inbox    = inbox - (old.archived = 0),
    unread   = unread - (old.archived = 0 AND old.read = 0),
    starred  = starred - old.starred,
    archived = archived - old.archived,
    entire   = entire - 1;
END;

CREATE TRIGGER articles_marked AFTER UPDATE OF read, starred, archived, deleted ON articles BEGIN
  UPDATE totals SET
    inbox    = inbox
             + (new.deleted IS NULL AND new.archived = 0) - (old.deleted IS NULL AND old.archived = 0),
    unread   = unread
             + (new.deleted IS NULL AND new.archived = 0 AND new.read = 0)
             - (old.deleted IS NULL AND old.archived = 0 AND old.read = 0),
    starred  = starred + (new.deleted IS NULL AND new.starred) - (old.deleted IS NULL AND old.starred),
    archived = archived + (new.deleted IS NULL AND new.archived) - (old.deleted IS NULL AND old.archived),
    entire   = entire + (new.deleted IS NULL) - (old.deleted IS NULL);
END;

DROP TABLE heads;
DROP TABLE words;

-- What stands in the list. Even one letter is answered at once.
CREATE VIRTUAL TABLE heads USING fts5 (
  title, site, byline, tags, stems,
  content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);

-- Whole articles. The stems are those that are not words of the article themselves, each once.
CREATE VIRTUAL TABLE words USING fts5 (
  title, about, body, stems,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);

INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0, 1.0)');

-- Quotes; the number of each is that of its article, 24 bits further left, and its own.
CREATE VIRTUAL TABLE sayings USING fts5 (
  speaker, said, cue, kind, said_stems, cue_stems,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);

-- Searches that the reader gave a name.
CREATE TABLE searches (
  name   TEXT PRIMARY KEY,
  filter TEXT NOT NULL
) STRICT, WITHOUT ROWID;
