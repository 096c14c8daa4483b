-- Offices that are trusted no more and cards they had; refusals that were settled; and of each talk
-- the newest version, in figures and in words, whatever number of packages brought it.

ALTER TABLE office ADD COLUMN distrusted_at TEXT;
ALTER TABLE office ADD COLUMN distrust_reason TEXT NOT NULL DEFAULT '';

-- every card an office ever had with us; the newest is the one in office
CREATE TABLE office_card (
    office_code TEXT NOT NULL REFERENCES office (code),
    trusted_at  TEXT NOT NULL,
    name        TEXT NOT NULL,
    recipient   TEXT NOT NULL,
    public_key  BLOB NOT NULL CHECK (length(public_key) = 32),
    PRIMARY KEY (office_code, trusted_at)
) STRICT, WITHOUT ROWID;
INSERT INTO office_card (office_code, trusted_at, name, recipient, public_key)
SELECT code, trusted_at, name, recipient, public_key FROM office;

-- only what a trusted office has signed may tell of a gap, a fork or a duplicate
ALTER TABLE quarantine ADD COLUMN is_believed INTEGER NOT NULL DEFAULT 0
    CHECK (is_believed = 0 OR is_believed = 1);
ALTER TABLE quarantine ADD COLUMN settled_at TEXT;
ALTER TABLE quarantine ADD COLUMN settled_how TEXT NOT NULL DEFAULT '';
UPDATE quarantine SET is_believed = 1 WHERE reason = 'gap' OR reason = 'fork';
CREATE INDEX quarantine_by_office ON quarantine (office_code, sequence);

-- the files beside the vault are named here wherever the ledger lies, so they hang on no package
CREATE TABLE member_kept (
    id          TEXT    PRIMARY KEY,
    office_code TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    talk_id     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    sha256      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO member_kept (id, office_code, sequence, talk_id, name, size, sha256)
SELECT id, office_code, sequence, talk_id, name, size, sha256 FROM member;
DROP TABLE member;
ALTER TABLE member_kept RENAME TO member;
CREATE INDEX member_by_package ON member (office_code, sequence, talk_id);

-- the newest version of each talk; full_sequence is the newest package that has all of it, or 0
CREATE TABLE newest_talk (
    office_code   TEXT    NOT NULL,
    talk_id       TEXT    NOT NULL,
    sequence      INTEGER NOT NULL,
    full_sequence INTEGER NOT NULL DEFAULT 0,
    number        TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    kind_title    TEXT    NOT NULL,
    is_collective INTEGER NOT NULL CHECK (is_collective = 0 OR is_collective = 1),
    is_make_up    INTEGER NOT NULL CHECK (is_make_up = 0 OR is_make_up = 1),
    day           TEXT    NOT NULL,
    subject       TEXT    NOT NULL,
    interviewees  TEXT    NOT NULL,
    unit_names    TEXT    NOT NULL,
    findings      INTEGER NOT NULL,
    PRIMARY KEY (office_code, talk_id),
    FOREIGN KEY (office_code, sequence, talk_id) REFERENCES talk (office_code, sequence, talk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX newest_talk_by_day ON newest_talk (day DESC, office_code, talk_id);
CREATE INDEX newest_talk_of_office ON newest_talk (
    office_code, day, kind_title, is_collective, is_make_up);
CREATE INDEX newest_talk_by_kind ON newest_talk (kind_title);

-- who came to it: who tells the persons of one office apart. Day and kind stand here once more, so
-- that a period is counted by walking one table.
CREATE TABLE newest_heard (
    office_code   TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    talk_id       TEXT    NOT NULL,
    position      INTEGER NOT NULL,
    kind_title    TEXT    NOT NULL,
    is_collective INTEGER NOT NULL CHECK (is_collective = 0 OR is_collective = 1),
    who           TEXT    NOT NULL,
    is_first_form INTEGER NOT NULL CHECK (is_first_form = 0 OR is_first_form = 1),
    PRIMARY KEY (office_code, day, talk_id, position)
) STRICT, WITHOUT ROWID;

-- what it brought up, as figures count it; regulation is the name of the rule, folded
CREATE TABLE newest_finding (
    office_code       TEXT    NOT NULL,
    day               TEXT    NOT NULL,
    talk_id           TEXT    NOT NULL,
    finding_id        TEXT    NOT NULL,
    status            TEXT    NOT NULL,
    nature            TEXT    NOT NULL CHECK (nature = 'problem' OR nature = 'advice'),
    is_common         INTEGER NOT NULL CHECK (is_common = 0 OR is_common = 1),
    is_personal       INTEGER NOT NULL CHECK (is_personal = 0 OR is_personal = 1),
    regulation        TEXT    NOT NULL,
    is_regulation_new INTEGER NOT NULL CHECK (is_regulation_new = 0 OR is_regulation_new = 1),
    PRIMARY KEY (office_code, day, talk_id, finding_id)
) STRICT, WITHOUT ROWID;

-- Classic contentless, as in the office's vault: a removed word is overwritten at once.
CREATE VIRTUAL TABLE talk_words USING fts5(
    words, content = '', columnsize = 0, detail = none, prefix = '1', tokenize = 'ascii');
INSERT INTO talk_words (talk_words, rank) VALUES ('secure-delete', 1);

-- what the words are of: the number grows as days grow older, so that the newest come first
CREATE TABLE talk_entry (
    number        INTEGER PRIMARY KEY,
    office_code   TEXT    NOT NULL,
    talk_id       TEXT    NOT NULL,
    sequence      INTEGER NOT NULL,
    full_sequence INTEGER NOT NULL,
    UNIQUE (office_code, talk_id)
) STRICT;

-- talks whose words are still to be taken in
CREATE TABLE talk_waiting (
    office_code TEXT NOT NULL,
    talk_id     TEXT NOT NULL,
    PRIMARY KEY (office_code, talk_id)
) STRICT, WITHOUT ROWID;

-- what came before there were newest versions; the program goes through it once and empties it
CREATE TABLE talk_unread (
    office_code TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    talk_id     TEXT    NOT NULL,
    PRIMARY KEY (office_code, sequence, talk_id)
) STRICT, WITHOUT ROWID;
INSERT INTO talk_unread (office_code, sequence, talk_id)
SELECT office_code, sequence, talk_id FROM talk;

-- which file went out of the desk's safe keeping, to whom it matters why; the trail has its digest
CREATE TABLE member_out (
    id          TEXT    PRIMARY KEY,
    at          TEXT    NOT NULL,
    who         TEXT    NOT NULL,
    office_code TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    name        TEXT    NOT NULL,
    sha256      TEXT    NOT NULL,
    reason      TEXT    NOT NULL CHECK (reason <> '')
) STRICT, WITHOUT ROWID;
CREATE TRIGGER member_out_stays BEFORE UPDATE ON member_out
BEGIN SELECT RAISE(ABORT, 'what went out stays written'); END;
CREATE TRIGGER member_out_kept BEFORE DELETE ON member_out
BEGIN SELECT RAISE(ABORT, 'what went out is kept'); END;
