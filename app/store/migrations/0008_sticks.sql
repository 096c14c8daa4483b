-- Sticks and who holds them, what lies on which, the volumes of every writing, and refusals heard of.

CREATE TABLE stick (
    id            TEXT    PRIMARY KEY,
    serial        TEXT    NOT NULL UNIQUE CHECK (serial <> ''),
    label         TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    size_bytes    INTEGER NOT NULL,
    custodian     TEXT    NOT NULL,
    registered_at TEXT    NOT NULL,
    state         TEXT    NOT NULL DEFAULT 'active'
        CHECK (state = 'active' OR state = 'lost' OR state = 'retired'),
    state_at      TEXT,
    note          TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

-- who held it from when; the newest is who holds it now
CREATE TABLE stick_custody (
    stick_id  TEXT    NOT NULL REFERENCES stick (id),
    place     INTEGER NOT NULL,
    since     TEXT    NOT NULL,
    custodian TEXT    NOT NULL,
    PRIMARY KEY (stick_id, place)
) STRICT, WITHOUT ROWID;

-- a writing went to a stick, or to a folder when stick_id is NULL; folder is the package's own there
ALTER TABLE package_copy ADD COLUMN stick_id TEXT REFERENCES stick (id);
ALTER TABLE package_copy ADD COLUMN folder TEXT NOT NULL DEFAULT '';
ALTER TABLE package_copy ADD COLUMN ejected_at TEXT;
CREATE INDEX package_copy_by_stick ON package_copy (stick_id);

CREATE TABLE package_volume (
    index_digest TEXT    NOT NULL REFERENCES package_copy (index_digest),
    place        INTEGER NOT NULL,
    name         TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    sha256       TEXT    NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (index_digest, place)
) STRICT, WITHOUT ROWID;

-- what the registry answered to a package that it did not take; missing are numbers as JSON
CREATE TABLE package_refusal (
    number      INTEGER NOT NULL REFERENCES package (number),
    answered_at TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    missing     TEXT    NOT NULL CHECK (json_valid(missing)),
    taken_at    TEXT    NOT NULL,
    file        BLOB    NOT NULL,
    PRIMARY KEY (number, answered_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER package_refusal_stays BEFORE UPDATE ON package_refusal
BEGIN SELECT RAISE(ABORT, 'an answer never changes'); END;
CREATE TRIGGER package_refusal_kept BEFORE DELETE ON package_refusal
BEGIN SELECT RAISE(ABORT, 'an answer is never removed'); END;

-- A package is put together in many short steps, so that nobody who writes has to wait for it: until
-- its root is known it is only a beginning, which the next one clears away.
DROP TRIGGER package_stays;
CREATE TRIGGER package_stays BEFORE UPDATE OF number, registry_id, office_code, level, archive,
    previous, bag_root, head_sequence, head_digest, created_at ON package
WHEN OLD.bag_root <> '0000000000000000000000000000000000000000000000000000000000000000'
BEGIN SELECT RAISE(ABORT, 'a package keeps its content'); END;
