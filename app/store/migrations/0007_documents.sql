-- What documents as printed and signed things need: who signs with which key, which electronic
-- signatures belong on a talk's minutes, which copies went out, and in which fonts a file was set.

-- a key somebody signs with; the private half of one kept in the vault lies in credential under
-- 'signer.<id>'; place says where the others are: a file's path, or module and serial of a token
CREATE TABLE signer (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL CHECK (name <> ''),
    kind        TEXT    NOT NULL CHECK (kind = 'vault' OR kind = 'file' OR kind = 'token'),
    certificate BLOB    NOT NULL,
    fingerprint TEXT    NOT NULL CHECK (length(fingerprint) = 64),
    not_after   TEXT    NOT NULL,
    place       TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(place)),
    added_at    TEXT    NOT NULL,
    retired_at  TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX signer_by_fingerprint ON signer (fingerprint);

-- a field of the minutes that waits for its electronic signature, made when the text was frozen;
-- signed_at and fingerprint once it is signed, waived says why it stays empty
CREATE TABLE talk_signature (
    talk_id     TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    field       TEXT    NOT NULL CHECK (field <> ''),
    place       INTEGER NOT NULL CHECK (place >= 0),
    who         TEXT    NOT NULL,
    signed_at   TEXT,
    fingerprint TEXT    NOT NULL DEFAULT '',
    has_ink     INTEGER NOT NULL DEFAULT 0 CHECK (has_ink = 0 OR has_ink = 1),
    waived      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, field)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER talk_signature_stays BEFORE UPDATE ON talk_signature
WHEN OLD.signed_at IS NOT NULL
    OR (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'a given signature never changes'); END;
CREATE TRIGGER talk_signature_kept BEFORE DELETE ON talk_signature
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER talk_signature_added BEFORE INSERT ON talk_signature
WHEN (SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed'
    OR EXISTS (SELECT 1 FROM talk_signature
        WHERE talk_id = NEW.talk_id AND field = NEW.field AND signed_at IS NOT NULL)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed, or the field is signed'); END;

-- the register of copies: every print and export has its 份号 and is followed to its end
CREATE TABLE paper_copy (
    id           TEXT    PRIMARY KEY,
    document     TEXT    NOT NULL CHECK (document <> ''),
    owner_id     TEXT    NOT NULL,
    title        TEXT    NOT NULL,
    number       INTEGER NOT NULL CHECK (number > 0),
    sha256       TEXT    NOT NULL CHECK (length(sha256) = 64),
    way          TEXT    NOT NULL CHECK (way = 'print' OR way = 'export' OR way = 'original'),
    pages        INTEGER NOT NULL CHECK (pages >= 0),
    taken_at     TEXT    NOT NULL,
    taken_by     TEXT    NOT NULL,
    holder       TEXT    NOT NULL DEFAULT '',
    purpose      TEXT    NOT NULL DEFAULT '',
    returned_at  TEXT,
    destroyed_at TEXT,
    end_note     TEXT    NOT NULL DEFAULT '',
    UNIQUE (document, owner_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_copy_in_order ON paper_copy (taken_at, id);
CREATE INDEX paper_copy_by_digest ON paper_copy (sha256);

CREATE TRIGGER paper_copy_stays BEFORE UPDATE ON paper_copy
WHEN (OLD.id, OLD.document, OLD.owner_id, OLD.number, OLD.sha256, OLD.way, OLD.pages, OLD.taken_at,
        OLD.taken_by)
    IS NOT (NEW.id, NEW.document, NEW.owner_id, NEW.number, NEW.sha256, NEW.way, NEW.pages,
        NEW.taken_at, NEW.taken_by)
    OR OLD.destroyed_at IS NOT NULL
BEGIN SELECT RAISE(ROLLBACK, 'what a copy is never changes'); END;
CREATE TRIGGER paper_copy_kept BEFORE DELETE ON paper_copy
BEGIN SELECT RAISE(ROLLBACK, 'a copy is never taken out of the register'); END;

-- in which fonts a kept file was set, in order of first use: another font would break lines elsewhere
CREATE TABLE set_in (
    attachment_id TEXT    NOT NULL REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,
    place         INTEGER NOT NULL CHECK (place >= 0),
    font          TEXT    NOT NULL CHECK (font <> ''),
    PRIMARY KEY (attachment_id, place)
) STRICT, WITHOUT ROWID;
