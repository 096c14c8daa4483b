-- What every vault holds before the first talk: settings, the office's own keys, and the audit trail.

CREATE TABLE setting (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
    purpose TEXT NOT NULL PRIMARY KEY,
    private BLOB NOT NULL,
    public  BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_entry (
    sequence INTEGER NOT NULL PRIMARY KEY,
    at       TEXT NOT NULL,
    who      TEXT NOT NULL,
    what     TEXT NOT NULL,
    which    TEXT NOT NULL,
    content  TEXT NOT NULL,
    previous TEXT NOT NULL,
    digest   TEXT NOT NULL
) STRICT;

-- A trigger stops mistakes, not an owner with the keys; the chain and its copies elsewhere do that.
CREATE TRIGGER audit_entry_follows BEFORE INSERT ON audit_entry
WHEN NEW.sequence <> COALESCE((SELECT max(sequence) FROM audit_entry), 0) + 1
BEGIN
    SELECT RAISE(ABORT, 'audit entries are written in order');
END;

CREATE TRIGGER audit_entry_keeps BEFORE UPDATE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never changed');
END;

CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never removed');
END;

CREATE TABLE audit_checkpoint (
    sequence  INTEGER NOT NULL PRIMARY KEY REFERENCES audit_entry (sequence),
    digest    TEXT NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- INSERT OR REPLACE removes a row without a word to the triggers below
CREATE TRIGGER audit_checkpoint_follows BEFORE INSERT ON audit_checkpoint
WHEN EXISTS (SELECT 1 FROM audit_checkpoint WHERE sequence >= NEW.sequence)
BEGIN
    SELECT RAISE(ABORT, 'audit checkpoints are written in order');
END;

CREATE TRIGGER audit_checkpoint_keeps BEFORE UPDATE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'audit checkpoints are never changed');
END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'audit checkpoints are never removed');
END;
