-- +goose Up

-- The number by which a file is known to be ours: "Frma".
PRAGMA application_id = 1181904225;

-- One row for each record: the end of its chain, and the lock that every
-- append takes first.
CREATE TABLE persons (
    id       TEXT    NOT NULL PRIMARY KEY CHECK (id <> ''),
    epoch    INTEGER NOT NULL,
    seq      INTEGER NOT NULL CHECK (seq >= 0),
    head     BLOB    NOT NULL CHECK (length(head) = 32),
    head_mac BLOB    NOT NULL
) STRICT, WITHOUT ROWID;

-- The sealed entries. Without rowids a person's record lies in one piece, so
-- reading it whole touches few pages. There is no foreign key to persons:
-- each insert holds the lock on the person's row already, and the check would
-- cost an extra look-up for every row of an import.
CREATE TABLE entries (
    person      TEXT    NOT NULL,
    seq         INTEGER NOT NULL CHECK (seq >= 1),
    id          TEXT    NOT NULL CHECK (id <> ''),
    recorded_at INTEGER NOT NULL,
    scope       TEXT    NOT NULL,
    body_hash   BLOB    NOT NULL CHECK (length(body_hash) = 32),
    digest      BLOB    NOT NULL CHECK (length(digest) = 32),
    sealed      BLOB,
    PRIMARY KEY (person, seq),
    UNIQUE (person, id)
) STRICT, WITHOUT ROWID;

-- A row may lose its body and nothing else may change.
-- +goose StatementBegin
CREATE TRIGGER entries_only_lose_their_body BEFORE UPDATE ON entries
WHEN NOT (
    NEW.sealed IS NULL AND NEW.person IS OLD.person AND NEW.seq IS OLD.seq
    AND NEW.id IS OLD.id AND NEW.recorded_at IS OLD.recorded_at AND NEW.scope IS OLD.scope
    AND NEW.body_hash IS OLD.body_hash AND NEW.digest IS OLD.digest)
BEGIN
    SELECT RAISE(ABORT, 'an entry can be emptied but not changed');
END;
-- +goose StatementEnd

-- Rows leave with the whole record, after the person's own row.
-- +goose StatementBegin
CREATE TRIGGER entries_leave_with_their_person BEFORE DELETE ON entries
WHEN EXISTS (SELECT 1 FROM persons WHERE id = OLD.person)
BEGIN
    SELECT RAISE(ABORT, 'an entry cannot be removed alone');
END;
-- +goose StatementEnd

-- Wrapped keys. An owner is a person or the record as a whole.
CREATE TABLE keys (
    owner      TEXT    NOT NULL,
    scope      TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    wrapped_by TEXT    NOT NULL,
    wrapped    BLOB    NOT NULL,
    PRIMARY KEY (owner, scope, version, wrapped_by)
) STRICT, WITHOUT ROWID;

-- Half-filled forms, sealed. They go with their person even when a form is
-- being kept at the moment of leaving: hence the foreign key.
CREATE TABLE drafts (
    person     TEXT    NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    form       TEXT    NOT NULL,
    changed_at INTEGER NOT NULL,
    sealed     BLOB    NOT NULL,
    PRIMARY KEY (person, form)
) STRICT, WITHOUT ROWID;

-- The one copy outside the seal, so that help works locked.
CREATE TABLE help_card (
    person TEXT NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    card   BLOB NOT NULL
) STRICT, WITHOUT ROWID;
