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
-- REPLACE fires them too, since every connection sets recursive_triggers. There is none on INSERT: it
-- would cost each save five times what the entry costs, and a gap breaks the chain anyway.
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

CREATE TRIGGER audit_checkpoint_keeps BEFORE UPDATE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'audit checkpoints are never changed');
END;

CREATE TRIGGER audit_checkpoint_stays BEFORE DELETE ON audit_checkpoint
BEGIN
    SELECT RAISE(ABORT, 'audit checkpoints are never removed');
END;
