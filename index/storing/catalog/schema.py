"""The tables of the catalog, and what makes a catalog of an earlier version one of this.

Holds no query: those are the catalog's.
"""

from index.storing.database import Writer

VERSION = 3
"""Of the tables below; a file of a later version is left untouched, one of an earlier version is upgraded."""
TERMS_VERSION = 3
"""The version from which the words index, which has statements of its own, holds terms."""

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL, title TEXT NOT NULL,
    title_how TEXT NOT NULL, publisher TEXT, publisher_how TEXT, author TEXT, published TEXT, published_how TEXT,
    url TEXT, path TEXT, language TEXT, text TEXT NOT NULL, handed_in INTEGER NOT NULL DEFAULT 0,
    more TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('sync', 'add')), beside TEXT NOT NULL DEFAULT '',
    flaws TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

CREATE TABLE held (
    path TEXT NOT NULL REFERENCES files(path) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, digest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (path, article_id)
) WITHOUT ROWID;

CREATE INDEX held_by_article ON held(article_id);

CREATE TABLE chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    position INTEGER NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, embedding BLOB NOT NULL
);

CREATE INDEX chunks_by_article ON chunks(article_id, position);
"""
UPGRADES = {
    1: """
ALTER TABLE articles ADD COLUMN more TEXT NOT NULL DEFAULT '{}';

UPDATE articles SET more = json_object('dates', json_array(json_object('date', published, 'how', published_how)))
    WHERE published IS NOT NULL;

ALTER TABLE files RENAME TO files_1;

CREATE TABLE files (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('sync', 'add')), beside TEXT NOT NULL DEFAULT '',
    flaws TEXT NOT NULL DEFAULT '[]'
) WITHOUT ROWID;

INSERT INTO files (path, size, mtime_ns, sha256, source) SELECT path, size, mtime_ns, sha256, source FROM files_1;

CREATE TABLE held (
    path TEXT NOT NULL REFERENCES files(path) ON DELETE CASCADE,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE, digest TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (path, article_id)
) WITHOUT ROWID;

INSERT INTO held (path, article_id) SELECT path, article_id FROM files_1;

DROP TABLE files_1;

CREATE INDEX held_by_article ON held(article_id);
"""
}
"""What makes the tables of each earlier version those of the next; nothing in them is lost."""


def run(writer: Writer, statements: str) -> None:
    """Run statements that are parted by an empty line, inside the writer's transaction."""
    for statement in statements.split(";\n\n"):
        writer.execute(statement)
