-- Two indices of words. They get words that the program has already cut and folded, parted by spaces (store/words.rs),
-- so the tokenizer has nothing left to do; texts are not stored a second time.

-- What a filter of the list looks at: small, so that even one letter is answered at once.
CREATE VIRTUAL TABLE heads USING fts5 (
  title, site, byline, tags,
  content = '', contentless_delete = 1, tokenize = 'ascii', prefix = '1 2 3'
);

-- What a search looks at.
CREATE VIRTUAL TABLE words USING fts5 (
  title, about, body,
  content = '', contentless_delete = 1, tokenize = 'ascii'
);

INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 3.0, 1.0)');
