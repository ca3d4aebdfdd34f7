-- How many articles each part of the library has, kept up to date with every change: the list says so in its first
-- frame, and counting would read an entry for each article there is.
CREATE TABLE totals (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  inbox    INTEGER NOT NULL,
  unread   INTEGER NOT NULL,
  starred  INTEGER NOT NULL,
  archived INTEGER NOT NULL,
  entire   INTEGER NOT NULL
) STRICT;

INSERT INTO totals
SELECT 1, ifnull(sum(archived = 0), 0), ifnull(sum(archived = 0 AND read = 0), 0), ifnull(sum(starred), 0),
       ifnull(sum(archived), 0), count(*)
FROM articles;

CREATE TRIGGER articles_added AFTER INSERT ON articles BEGIN
  UPDATE totals SET
    inbox    = inbox + (new.archived = 0),
    unread   = unread + (new.archived = 0 AND new.read = 0),
    starred  = starred + new.starred,
    archived = archived + new.archived,
    entire   = entire + 1;
END;

CREATE TRIGGER articles_removed AFTER DELETE ON articles BEGIN
  UPDATE totals SET
    inbox    = inbox - (old.archived = 0),
    unread   = unread - (old.archived = 0 AND old.read = 0),
    starred  = starred - old.starred,
    archived = archived - old.archived,
    entire   = entire - 1;
END;

CREATE TRIGGER articles_marked AFTER UPDATE OF read, starred, archived ON articles BEGIN
  UPDATE totals SET
    inbox    = inbox + (new.archived = 0) - (old.archived = 0),
    unread   = unread + (new.archived = 0 AND new.read = 0) - (old.archived = 0 AND old.read = 0),
    starred  = starred + new.starred - old.starred,
    archived = archived + new.archived - old.archived;
END;
