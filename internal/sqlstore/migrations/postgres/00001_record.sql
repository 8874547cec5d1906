-- +goose Up

-- One row for each record: the end of its chain, and the lock that every
-- append takes first. Texts that are keys compare by bytes, as in SQLite and
-- in Go, so that all agree on what "in ascending order" means.
CREATE TABLE persons (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''),
    epoch    BIGINT NOT NULL,
    seq      BIGINT NOT NULL CHECK (seq >= 0),
    head     BYTEA  NOT NULL CHECK (length(head) = 32),
    head_mac BYTEA  NOT NULL
);

-- The sealed entries. There is no foreign key to persons: each insert holds
-- the lock on the person's row already, and the check would cost an extra
-- look-up for every row of an import.
CREATE TABLE entries (
    person      TEXT COLLATE "C" NOT NULL,
    seq         BIGINT NOT NULL CHECK (seq >= 1),
    id          TEXT COLLATE "C" NOT NULL CHECK (id <> ''),
    recorded_at BIGINT NOT NULL,
    scope       TEXT   NOT NULL,
    body_hash   BYTEA  NOT NULL CHECK (length(body_hash) = 32),
    digest      BYTEA  NOT NULL CHECK (length(digest) = 32),
    sealed      BYTEA,
    PRIMARY KEY (person, seq),
    UNIQUE (person, id)
);

-- Ciphertext does not shrink; trying to would only cost time.
ALTER TABLE entries ALTER COLUMN sealed SET STORAGE EXTERNAL;

-- A row may lose its body and nothing else may change.
-- +goose StatementBegin
CREATE FUNCTION entries_only_lose_their_body() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sealed IS NULL AND NEW.person = OLD.person AND NEW.seq = OLD.seq
        AND NEW.id = OLD.id AND NEW.recorded_at = OLD.recorded_at AND NEW.scope = OLD.scope
        AND NEW.body_hash = OLD.body_hash AND NEW.digest = OLD.digest THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an entry can be emptied but not changed' USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER entries_only_lose_their_body BEFORE UPDATE ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_only_lose_their_body();

-- Rows leave with the whole record, after the person's own row.
-- +goose StatementBegin
CREATE FUNCTION entries_leave_with_their_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM persons WHERE id = OLD.person) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an entry cannot be removed alone' USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
-- +goose StatementEnd
CREATE TRIGGER entries_leave_with_their_person BEFORE DELETE ON entries
    FOR EACH ROW EXECUTE FUNCTION entries_leave_with_their_person();
CREATE TRIGGER entries_are_not_truncated BEFORE TRUNCATE ON entries
    FOR EACH STATEMENT EXECUTE FUNCTION entries_leave_with_their_person();

-- Wrapped keys. An owner is a person or the record as a whole.
CREATE TABLE keys (
    owner      TEXT COLLATE "C" NOT NULL,
    scope      TEXT COLLATE "C" NOT NULL,
    version    BIGINT NOT NULL,
    wrapped_by TEXT COLLATE "C" NOT NULL,
    wrapped    BYTEA  NOT NULL,
    PRIMARY KEY (owner, scope, version, wrapped_by)
);

-- Half-filled forms, sealed. They go with their person even when a form is
-- being kept at the moment of leaving: hence the foreign key.
CREATE TABLE drafts (
    person     TEXT COLLATE "C" NOT NULL REFERENCES persons (id) ON DELETE CASCADE,
    form       TEXT COLLATE "C" NOT NULL,
    changed_at BIGINT NOT NULL,
    sealed     BYTEA  NOT NULL,
    PRIMARY KEY (person, form)
);

-- The one copy outside the seal, so that help works locked.
CREATE TABLE help_card (
    person TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES persons (id) ON DELETE CASCADE,
    card   BYTEA NOT NULL
);
