-- Registries trusted, packages handed over, what went into them, and what was answered.

CREATE TABLE registry_identity (
    id         INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    recipient  TEXT NOT NULL,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    trusted_at TEXT NOT NULL,
    UNIQUE (recipient, public_key)
) STRICT;

-- a number is reserved before the first byte is written; a retry finds the same content under it
CREATE TABLE package (
    number        INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 999999),
    registry_id   INTEGER NOT NULL REFERENCES registry_identity (id),
    office_code   TEXT    NOT NULL,
    level         TEXT    NOT NULL CHECK (level IN ('statistics', 'ledger', 'full')),
    reason        TEXT    NOT NULL,
    archive       TEXT    NOT NULL,
    previous      TEXT    NOT NULL CHECK (length(previous) = 64),
    bag_root      TEXT    NOT NULL CHECK (length(bag_root) = 64),
    head_sequence INTEGER NOT NULL,
    head_digest   TEXT    NOT NULL,
    created_at    TEXT    NOT NULL,
    state         TEXT    NOT NULL CHECK (state IN ('reserved', 'written', 'received')),
    talks         INTEGER NOT NULL
) STRICT;

-- parts are kept while the package is put together, its own row with the finished root comes last
CREATE TABLE package_talk (
    number  INTEGER NOT NULL REFERENCES package (number) DEFERRABLE INITIALLY DEFERRED,
    talk_id TEXT    NOT NULL REFERENCES talk (id),
    PRIMARY KEY (number, talk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX package_talk_by_talk ON package_talk (talk_id, number);

-- documents are kept as they were packed; minutes and scans lie beside the vault already
CREATE TABLE package_part (
    number        INTEGER NOT NULL REFERENCES package (number) DEFERRABLE INITIALLY DEFERRED,
    place         INTEGER NOT NULL,
    name          TEXT    NOT NULL,
    size          INTEGER NOT NULL,
    sha256        TEXT    NOT NULL CHECK (length(sha256) = 64),
    content       BLOB,
    attachment_id TEXT REFERENCES attachment (id),
    PRIMARY KEY (number, place),
    UNIQUE (number, name),
    CHECK ((content IS NULL) <> (attachment_id IS NULL))
) STRICT;

-- each writing of a package has ciphertext of its own, and so an index of its own
CREATE TABLE package_copy (
    index_digest TEXT    PRIMARY KEY CHECK (length(index_digest) = 64),
    number       INTEGER NOT NULL REFERENCES package (number),
    begun_at     TEXT    NOT NULL,
    verified_at  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX package_copy_by_number ON package_copy (number);

CREATE TABLE receipt (
    number        INTEGER PRIMARY KEY REFERENCES package (number),
    index_digest  TEXT    NOT NULL,
    registry_name TEXT    NOT NULL,
    received_at   TEXT    NOT NULL,
    taken_at      TEXT    NOT NULL,
    file          BLOB    NOT NULL
) STRICT;

-- a package that was begun on a stick keeps its number and its content
CREATE TRIGGER package_stays BEFORE UPDATE OF number, registry_id, office_code, level, archive,
    previous, bag_root, head_sequence, head_digest, created_at ON package
BEGIN SELECT RAISE(ABORT, 'a package keeps its content'); END;
CREATE TRIGGER package_not_replaced BEFORE INSERT ON package
WHEN EXISTS (SELECT 1 FROM package WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a package is there already'); END;
CREATE TRIGGER package_kept BEFORE DELETE ON package
WHEN EXISTS (SELECT 1 FROM package_copy WHERE number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a package that was begun is kept'); END;
CREATE TRIGGER package_part_stays BEFORE UPDATE ON package_part
BEGIN SELECT RAISE(ABORT, 'a package keeps its content'); END;
CREATE TRIGGER package_part_kept BEFORE DELETE ON package_part
WHEN EXISTS (SELECT 1 FROM package_copy WHERE number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a package keeps its content'); END;
CREATE TRIGGER receipt_stays BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt never changes'); END;
CREATE TRIGGER receipt_kept BEFORE DELETE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never removed'); END;
