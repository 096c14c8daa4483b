-- Units, persons, posts; prompt sets; talks with all that belongs to them; findings; attachments.
-- Moments are UTC in ISO 8601 with microseconds, so that their text sorts as they do.
-- Triggers roll back and references wait for the commit: otherwise SQLite keeps a journal for each
-- statement, and with wiped memory every row then costs many times as much. For the same reason
-- values are compared one by one: IN with a list makes SQLite build a table for every row.

-- ── who ─────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE unit (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE CHECK (name <> ''),
    name_key TEXT NOT NULL,
    sort_key TEXT NOT NULL,
    kind     TEXT NOT NULL CHECK (
        kind = 'township' OR kind = 'department' OR kind = 'enterprise' OR kind = 'other')
) STRICT, WITHOUT ROWID;
CREATE INDEX unit_in_order ON unit (sort_key, id);

CREATE TABLE person (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL CHECK (name <> ''),
    name_key         TEXT NOT NULL,
    sort_key         TEXT NOT NULL,
    gender           TEXT NOT NULL DEFAULT '',
    ethnicity        TEXT NOT NULL DEFAULT '',
    political_status TEXT NOT NULL DEFAULT '',
    born             TEXT,
    note             TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX person_in_order ON person (sort_key, id);
CREATE INDEX person_by_name ON person (name_key);

-- every reading of a name, so that 仇英 is found by qy as well as by cy
CREATE TABLE person_initials (
    initials  TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (initials, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_initials_by_person ON person_initials (person_id);

-- since and until as they were told (a year, a month or a day); *_day as full days to compare with
CREATE TABLE post (
    id           TEXT    PRIMARY KEY,
    person_id    TEXT    NOT NULL REFERENCES person (id),
    unit_id      TEXT    NOT NULL REFERENCES unit (id),
    title        TEXT    NOT NULL CHECK (title <> ''),
    rank         TEXT    NOT NULL DEFAULT '',
    is_principal INTEGER NOT NULL DEFAULT 0 CHECK (is_principal IN (0, 1)),
    since        TEXT,
    until        TEXT,
    since_day    TEXT    NOT NULL DEFAULT '0000',
    until_day    TEXT    NOT NULL DEFAULT '9999'
) STRICT, WITHOUT ROWID;
CREATE INDEX post_by_person ON post (person_id, until_day);
CREATE INDEX post_by_unit ON post (unit_id, until_day);

-- ── what is asked ───────────────────────────────────────────────────────────────────────────────

CREATE TABLE prompt_set (
    id      TEXT    PRIMARY KEY,
    version INTEGER NOT NULL UNIQUE,
    title   TEXT    NOT NULL,
    body    TEXT    NOT NULL CHECK (json_valid(body)),
    digest  TEXT    NOT NULL UNIQUE,
    made_at TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- the words of each prompt once more, one row each: answers point here and stay small
CREATE TABLE prompt (
    prompt_set_id TEXT    NOT NULL REFERENCES prompt_set (id) DEFERRABLE INITIALLY DEFERRED,
    number        TEXT    NOT NULL,
    area          TEXT    NOT NULL,
    question      TEXT    NOT NULL,
    follow_ups    TEXT    NOT NULL CHECK (json_valid(follow_ups)),
    concrete      TEXT    NOT NULL CHECK (json_valid(concrete)),
    is_required   INTEGER NOT NULL CHECK (is_required IN (0, 1)),
    PRIMARY KEY (prompt_set_id, number)
) STRICT, WITHOUT ROWID;

-- ── talks: a narrow head for the lists, the rest beside it ──────────────────────────────────────

CREATE TABLE talk (
    id           TEXT    PRIMARY KEY,
    number_year  INTEGER NOT NULL,
    serial       INTEGER NOT NULL CHECK (serial > 0),
    number       TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    status       TEXT    NOT NULL CHECK (
        status = 'planned' OR status = 'prepared' OR status = 'under_way' OR status = 'to_confirm' OR
        status = 'to_sign' OR status = 'signed' OR status = 'sealed' OR status = 'cancelled'),
    day          TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    interviewees TEXT    NOT NULL DEFAULT '',
    unit_names   TEXT    NOT NULL DEFAULT '',
    attendance   INTEGER NOT NULL DEFAULT 0,
    received_at  TEXT    CHECK (received_at IS NULL OR status = 'sealed'),
    UNIQUE (number_year, serial)
) STRICT;
CREATE INDEX talk_by_day ON talk (day DESC, id DESC);
CREATE INDEX talk_by_status ON talk (status, day DESC, id DESC);
CREATE INDEX talk_not_received ON talk (day DESC, id DESC) WHERE status = 'sealed' AND received_at IS NULL;
CREATE INDEX talk_received ON talk (day DESC, id DESC) WHERE received_at IS NOT NULL;

CREATE TABLE talk_body (
    talk_id       TEXT    PRIMARY KEY REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    planned_at    TEXT    NOT NULL,
    place         TEXT    NOT NULL DEFAULT '',
    prompt_set_id TEXT    REFERENCES prompt_set (id) DEFERRABLE INITIALLY DEFERRED,
    began_at      TEXT,
    ended_at      TEXT,
    summary       TEXT    NOT NULL DEFAULT '',
    requirement   TEXT    NOT NULL DEFAULT '',
    statement     TEXT    NOT NULL DEFAULT '',
    text_digest   TEXT    NOT NULL DEFAULT '',
    minutes_pages INTEGER NOT NULL DEFAULT 0,
    scan_pages    INTEGER NOT NULL DEFAULT 0,
    refusal_note  TEXT    NOT NULL DEFAULT '',
    cancel_reason TEXT    NOT NULL DEFAULT '',
    sealed_at     TEXT,
    CHECK (ended_at IS NULL OR ended_at > began_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX talk_body_by_prompt_set ON talk_body (prompt_set_id) WHERE prompt_set_id IS NOT NULL;

-- name, unit and title as they were on the day; guest_key finds those who are not in the register
CREATE TABLE participant (
    talk_id        TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    position       INTEGER NOT NULL,
    role           TEXT    NOT NULL CHECK (
        role = 'interviewee' OR role = 'interviewer' OR role = 'companion' OR role = 'observer' OR
        role = 'recorder'),
    name           TEXT    NOT NULL CHECK (name <> ''),
    unit_name      TEXT    NOT NULL DEFAULT '',
    title          TEXT    NOT NULL DEFAULT '',
    person_id      TEXT    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    unit_id        TEXT    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    guest_key      TEXT    CHECK ((guest_key IS NULL) = (person_id IS NOT NULL)),
    is_present     INTEGER NOT NULL DEFAULT 1 CHECK (is_present IN (0, 1)),
    absence_reason TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_by_person ON participant (person_id, role, talk_id) WHERE person_id IS NOT NULL;
CREATE INDEX participant_by_unit ON participant (unit_id, role, talk_id) WHERE unit_id IS NOT NULL;
CREATE INDEX participant_by_guest ON participant (guest_key, role, talk_id) WHERE guest_key IS NOT NULL;

-- question and area are kept here only for what was asked on the spot; else the prompt has them
CREATE TABLE answer (
    talk_id        TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    id             TEXT    NOT NULL,
    place          INTEGER NOT NULL,
    prompt_set_id  TEXT,
    prompt_number  TEXT,
    area           TEXT,
    question       TEXT,
    text           TEXT    NOT NULL DEFAULT '',
    skipped_reason TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, id),
    UNIQUE (talk_id, place),
    FOREIGN KEY (prompt_set_id, prompt_number)
        REFERENCES prompt (prompt_set_id, number) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((prompt_number IS NULL) = (prompt_set_id IS NULL)),
    CHECK ((prompt_number IS NULL) = (question IS NOT NULL)),
    CHECK ((question IS NULL) = (area IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE break (
    talk_id  TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    began_at TEXT NOT NULL,
    ended_at TEXT,
    note     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, began_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE correction (
    talk_id   TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    serial    INTEGER NOT NULL,
    at        TEXT    NOT NULL,
    answer_id TEXT    NOT NULL,
    old_text  TEXT    NOT NULL,
    new_text  TEXT    NOT NULL,
    note      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, serial),
    FOREIGN KEY (talk_id, answer_id)
        REFERENCES answer (talk_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
    id            TEXT    PRIMARY KEY,
    number        TEXT    NOT NULL UNIQUE,
    year          INTEGER NOT NULL,
    quarter       INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    serial        INTEGER NOT NULL CHECK (serial > 0),
    talk_id       TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    answer_id     TEXT,
    area          TEXT    NOT NULL,
    manifestation TEXT    NOT NULL CHECK (manifestation <> ''),
    measure       TEXT    NOT NULL DEFAULT '',
    found_at      TEXT    NOT NULL,
    deadline      TEXT    NOT NULL,
    unit_id       TEXT    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    person_id     TEXT    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    is_common     INTEGER NOT NULL DEFAULT 0 CHECK (is_common IN (0, 1)),
    status        TEXT    NOT NULL CHECK (status = 'registered' OR status = 'closed'),
    UNIQUE (year, quarter, serial),
    FOREIGN KEY (talk_id, answer_id)
        REFERENCES answer (talk_id, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_by_talk ON finding (talk_id);
CREATE INDEX finding_by_deadline ON finding (status, deadline);
CREATE INDEX finding_by_unit ON finding (unit_id, status) WHERE unit_id IS NOT NULL;
CREATE INDEX finding_by_person ON finding (person_id, status) WHERE person_id IS NOT NULL;

-- the file itself lies encrypted beside the vault, under the id
CREATE TABLE attachment (
    id         TEXT    PRIMARY KEY,
    talk_id    TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    purpose    TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),
    pages      INTEGER NOT NULL CHECK (pages >= 0),
    made_at    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_by_talk ON attachment (talk_id, purpose);
CREATE INDEX attachment_by_digest ON attachment (sha256);

-- ── what must never change ──────────────────────────────────────────────────────────────────────
-- INSERT is watched too: INSERT OR REPLACE would remove a row without a DELETE trigger seeing it.

CREATE VIEW frozen_talk AS
SELECT id FROM talk WHERE status = 'to_sign' OR status = 'signed' OR status = 'sealed';

CREATE TRIGGER prompt_set_stays BEFORE UPDATE ON prompt_set
BEGIN SELECT RAISE(ROLLBACK, 'a prompt set never changes'); END;
CREATE TRIGGER prompt_set_used_stays BEFORE DELETE ON prompt_set
WHEN EXISTS (SELECT 1 FROM talk_body WHERE prompt_set_id = OLD.id)
BEGIN SELECT RAISE(ROLLBACK, 'a prompt set in use is kept'); END;
CREATE TRIGGER prompt_set_not_replaced BEFORE INSERT ON prompt_set
WHEN EXISTS (SELECT 1 FROM prompt_set WHERE id = NEW.id OR version = NEW.version)
BEGIN SELECT RAISE(ROLLBACK, 'a prompt set never changes'); END;
CREATE TRIGGER prompt_stays BEFORE UPDATE ON prompt
BEGIN SELECT RAISE(ROLLBACK, 'a prompt never changes'); END;
CREATE TRIGGER prompt_used_stays BEFORE DELETE ON prompt
WHEN EXISTS (SELECT 1 FROM talk_body WHERE prompt_set_id = OLD.prompt_set_id)
BEGIN SELECT RAISE(ROLLBACK, 'a prompt in use is kept'); END;
CREATE TRIGGER prompt_not_added BEFORE INSERT ON prompt
WHEN EXISTS (SELECT 1 FROM talk_body WHERE prompt_set_id = NEW.prompt_set_id)
BEGIN SELECT RAISE(ROLLBACK, 'a prompt set in use takes no prompt'); END;

CREATE TRIGGER talk_not_replaced BEFORE INSERT ON talk
WHEN EXISTS (SELECT 1 FROM talk WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ROLLBACK, 'a talk is there already'); END;
CREATE TRIGGER talk_kept BEFORE DELETE ON talk
BEGIN SELECT RAISE(ROLLBACK, 'a talk is never deleted'); END;
CREATE TRIGGER talk_number_stays BEFORE UPDATE OF id, number, number_year, serial ON talk
BEGIN SELECT RAISE(ROLLBACK, 'a talk keeps its number'); END;
CREATE TRIGGER talk_sealed BEFORE UPDATE OF
    kind, status, day, subject, interviewees, unit_names, attendance ON talk
WHEN OLD.status = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER talk_received_once BEFORE UPDATE OF received_at ON talk
WHEN OLD.received_at IS NOT NULL AND NEW.received_at IS NOT OLD.received_at
BEGIN SELECT RAISE(ROLLBACK, 'the talk has been received'); END;

CREATE TRIGGER talk_body_not_replaced BEFORE INSERT ON talk_body
WHEN EXISTS (SELECT 1 FROM talk_body WHERE talk_id = NEW.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a talk is there already'); END;
CREATE TRIGGER talk_body_kept BEFORE DELETE ON talk_body
BEGIN SELECT RAISE(ROLLBACK, 'a talk is never deleted'); END;
CREATE TRIGGER talk_body_sealed BEFORE UPDATE ON talk_body
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed' OR NEW.talk_id <> OLD.talk_id
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER talk_body_frozen BEFORE UPDATE ON talk_body
WHEN EXISTS (SELECT 1 FROM talk WHERE id = OLD.talk_id AND (status = 'to_sign' OR status = 'signed')) AND (
    OLD.talk_id, OLD.planned_at, OLD.place, OLD.prompt_set_id, OLD.began_at, OLD.ended_at,
    OLD.summary, OLD.requirement, OLD.statement, OLD.text_digest, OLD.minutes_pages
) IS NOT (
    NEW.talk_id, NEW.planned_at, NEW.place, NEW.prompt_set_id, NEW.began_at, NEW.ended_at,
    NEW.summary, NEW.requirement, NEW.statement, NEW.text_digest, NEW.minutes_pages
)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;

CREATE TRIGGER participant_added BEFORE INSERT ON participant
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = NEW.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER participant_changed BEFORE UPDATE ON participant
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
    OR NEW.talk_id <> OLD.talk_id
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER participant_removed BEFORE DELETE ON participant
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;

CREATE TRIGGER answer_added BEFORE INSERT ON answer
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = NEW.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER answer_changed BEFORE UPDATE ON answer
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
    OR NEW.talk_id <> OLD.talk_id
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER answer_removed BEFORE DELETE ON answer
WHEN NOT EXISTS (SELECT 1 FROM talk WHERE id = OLD.talk_id AND (status = 'planned' OR status = 'prepared'))
BEGIN SELECT RAISE(ROLLBACK, 'an answer is never deleted'); END;

CREATE TRIGGER break_added BEFORE INSERT ON break
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = NEW.talk_id)
    OR EXISTS (SELECT 1 FROM break WHERE talk_id = NEW.talk_id AND began_at = NEW.began_at)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER break_changed BEFORE UPDATE ON break
WHEN OLD.ended_at IS NOT NULL OR NEW.talk_id <> OLD.talk_id OR NEW.began_at <> OLD.began_at
    OR EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a break that ended stays'); END;
CREATE TRIGGER break_kept BEFORE DELETE ON break
BEGIN SELECT RAISE(ROLLBACK, 'a break is never deleted'); END;

CREATE TRIGGER correction_added BEFORE INSERT ON correction
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = NEW.talk_id)
    OR EXISTS (SELECT 1 FROM correction WHERE talk_id = NEW.talk_id AND serial = NEW.serial)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ROLLBACK, 'a correction never changes'); END;
CREATE TRIGGER correction_kept BEFORE DELETE ON correction
BEGIN SELECT RAISE(ROLLBACK, 'a correction is never deleted'); END;

-- a finding lives on after its talk is sealed, but what was found does not change any more
CREATE TRIGGER finding_added BEFORE INSERT ON finding
WHEN (SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed'
    OR EXISTS (SELECT 1 FROM finding WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER finding_changed BEFORE UPDATE ON finding
WHEN (OLD.id, OLD.number, OLD.year, OLD.quarter, OLD.serial, OLD.talk_id, OLD.found_at)
        IS NOT (NEW.id, NEW.number, NEW.year, NEW.quarter, NEW.serial, NEW.talk_id, NEW.found_at)
    OR ((SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed' AND
        (OLD.answer_id, OLD.area, OLD.manifestation, OLD.unit_id, OLD.person_id, OLD.is_common)
        IS NOT (NEW.answer_id, NEW.area, NEW.manifestation, NEW.unit_id, NEW.person_id, NEW.is_common))
BEGIN SELECT RAISE(ROLLBACK, 'what was found stays'); END;
CREATE TRIGGER finding_kept BEFORE DELETE ON finding
BEGIN SELECT RAISE(ROLLBACK, 'a finding is never deleted'); END;

CREATE TRIGGER attachment_added BEFORE INSERT ON attachment
WHEN (SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed'
    OR EXISTS (SELECT 1 FROM attachment WHERE id = NEW.id)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER attachment_stays BEFORE UPDATE ON attachment
BEGIN SELECT RAISE(ROLLBACK, 'an attachment never changes'); END;
CREATE TRIGGER attachment_sealed BEFORE DELETE ON attachment
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
