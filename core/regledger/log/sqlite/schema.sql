-- A ledger in one SQLite file, format 1. `tag` is an index and can be rebuilt from `fact` at any time.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

CREATE TABLE fact (
    number INTEGER PRIMARY KEY,     -- 1…n without gaps
    recorded_at INTEGER NOT NULL,   -- microseconds since 1970, UTC; never less than the one before
    type INTEGER NOT NULL REFERENCES type (id),
    tags TEXT NOT NULL,             -- sorted, without repeats, parted by one space
    data BLOB NOT NULL              -- the JSON object, byte for byte as it stands in the entry
);

-- 8 bytes of a tag's hash, or of its type's; a match is verified against the fact itself.
CREATE TABLE tag (hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID;

CREATE TABLE command (digest BLOB PRIMARY KEY, body BLOB NOT NULL);

CREATE TRIGGER fact_never_edited BEFORE UPDATE ON fact BEGIN SELECT raise(ABORT, 'a fact is never edited'); END;
CREATE TRIGGER fact_never_deleted BEFORE DELETE ON fact BEGIN SELECT raise(ABORT, 'a fact is never deleted'); END;
