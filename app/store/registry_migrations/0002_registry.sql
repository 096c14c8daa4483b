-- The registry's desk: offices trusted, packages taken, their talks and files, and what was refused.

CREATE TABLE office (
    code          TEXT    PRIMARY KEY CHECK (length(code) = 6),
    name          TEXT    NOT NULL,
    recipient     TEXT    NOT NULL,
    public_key    BLOB    NOT NULL CHECK (length(public_key) = 32),
    trusted_at    TEXT    NOT NULL,
    last_sequence INTEGER NOT NULL,
    last_root     TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE package (
    office_code   TEXT    NOT NULL REFERENCES office (code),
    sequence      INTEGER NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
    index_digest  TEXT    NOT NULL,
    bag_root      TEXT    NOT NULL,
    previous      TEXT    NOT NULL,
    level         TEXT    NOT NULL,
    reason        TEXT    NOT NULL,
    talks         INTEGER NOT NULL,
    head_sequence INTEGER NOT NULL,
    head_digest   TEXT    NOT NULL,
    created_at    TEXT    NOT NULL,
    received_at   TEXT    NOT NULL,
    index_file    BLOB    NOT NULL,
    receipt_file  BLOB    NOT NULL,
    statistics    TEXT    NOT NULL CHECK (json_valid(statistics)),
    PRIMARY KEY (office_code, sequence)
) STRICT, WITHOUT ROWID;

-- a talk that comes again at a fuller level stands once for each package
CREATE TABLE talk (
    office_code  TEXT    NOT NULL,
    sequence     INTEGER NOT NULL,
    talk_id      TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    day          TEXT    NOT NULL,
    interviewees TEXT    NOT NULL,
    unit_names   TEXT    NOT NULL,
    document     TEXT    NOT NULL CHECK (json_valid(document)),
    process      TEXT    NOT NULL CHECK (json_valid(process)),
    PRIMARY KEY (office_code, sequence, talk_id),
    FOREIGN KEY (office_code, sequence) REFERENCES package (office_code, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_by_number ON talk (office_code, number);
CREATE INDEX talk_by_day ON talk (day DESC, office_code, talk_id);

CREATE TABLE finding (
    office_code TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    finding_id  TEXT    NOT NULL,
    talk_id     TEXT    NOT NULL,
    number      TEXT    NOT NULL,
    deadline    TEXT    NOT NULL,
    status      TEXT    NOT NULL,
    document    TEXT    NOT NULL CHECK (json_valid(document)),
    PRIMARY KEY (office_code, sequence, finding_id),
    FOREIGN KEY (office_code, sequence, talk_id) REFERENCES talk (office_code, sequence, talk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_by_talk ON finding (office_code, sequence, talk_id);

-- the files themselves lie encrypted beside the vault, under the id; talk_id is empty for the ledger
CREATE TABLE member (
    id          TEXT    PRIMARY KEY,
    office_code TEXT    NOT NULL,
    sequence    INTEGER NOT NULL,
    talk_id     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    size        INTEGER NOT NULL,
    sha256      TEXT    NOT NULL,
    FOREIGN KEY (office_code, sequence) REFERENCES package (office_code, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_package ON member (office_code, sequence, talk_id);

CREATE TABLE quarantine (
    id          TEXT    PRIMARY KEY,
    at          TEXT    NOT NULL,
    office_code TEXT    NOT NULL,
    sequence    INTEGER,
    reason      TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    folder      TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_by_time ON quarantine (at);

CREATE TRIGGER package_stays BEFORE UPDATE ON package
BEGIN SELECT RAISE(ABORT, 'a package that was taken never changes'); END;
CREATE TRIGGER package_kept BEFORE DELETE ON package
BEGIN SELECT RAISE(ABORT, 'a package that was taken is kept'); END;
CREATE TRIGGER talk_stays BEFORE UPDATE ON talk
BEGIN SELECT RAISE(ABORT, 'a talk that was taken never changes'); END;
CREATE TRIGGER talk_kept BEFORE DELETE ON talk
BEGIN SELECT RAISE(ABORT, 'a talk that was taken is kept'); END;
