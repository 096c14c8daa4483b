-- How long records are kept, what may not be destroyed meanwhile, and how they end.

CREATE TABLE retention_class (
    key        TEXT    PRIMARY KEY CHECK (key <> ''),
    place      INTEGER NOT NULL,
    title      TEXT    NOT NULL UNIQUE CHECK (title <> ''),
    years      INTEGER CHECK (years IS NULL OR years BETWEEN 1 AND 100),
    is_retired INTEGER NOT NULL DEFAULT 0 CHECK (is_retired = 0 OR is_retired = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO retention_class (key, place, title, years)
VALUES ('permanent', 1, '永久', NULL), ('thirty', 2, '30年', 30), ('ten', 3, '10年', 10);

-- which class the records of a kind of talk get, unless one says otherwise
CREATE TABLE retention_kind (
    kind      TEXT PRIMARY KEY,
    class_key TEXT NOT NULL REFERENCES retention_class (key) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- One record's own class, a talk's or a leaf's by its id, which no other thing has; and whether it must not be destroyed whatever its class says
CREATE TABLE retention_mark (
    record_id   TEXT PRIMARY KEY,
    class_key   TEXT REFERENCES retention_class (key) DEFERRABLE INITIALLY DEFERRED,
    hold_reason TEXT NOT NULL DEFAULT '',
    held_at     TEXT,
    CHECK ((hold_reason = '') = (held_at IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX retention_held ON retention_mark (held_at) WHERE held_at IS NOT NULL;

-- a list of records to be destroyed: proposed by one, approved on paper, carried out record by record
CREATE TABLE destruction (
    id          TEXT    PRIMARY KEY,
    serial      INTEGER NOT NULL UNIQUE CHECK (serial > 0),
    proposed_at TEXT    NOT NULL,
    proposed_by TEXT    NOT NULL,
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    state       TEXT    NOT NULL CHECK (
        state = 'proposed' OR state = 'withdrawn' OR state = 'under_way' OR state = 'done'),
    approved_on TEXT,
    approved_by TEXT    NOT NULL DEFAULT '',
    watched_by  TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(watched_by)),
    begun_at    TEXT,
    begun_by    TEXT    NOT NULL DEFAULT '',
    ended_at    TEXT
) STRICT, WITHOUT ROWID;
CREATE TRIGGER destruction_kept BEFORE DELETE ON destruction
BEGIN SELECT RAISE(ROLLBACK, 'a destruction is never struck out'); END;
CREATE TRIGGER destruction_stays BEFORE UPDATE ON destruction
WHEN OLD.state = 'withdrawn' OR OLD.state = 'done'
    OR (OLD.state = 'under_way' AND NEW.state <> 'done')
    OR (OLD.id, OLD.serial, OLD.proposed_at, OLD.proposed_by, OLD.reason)
        IS NOT (NEW.id, NEW.serial, NEW.proposed_at, NEW.proposed_by, NEW.reason)
BEGIN SELECT RAISE(ROLLBACK, 'what was proposed and done stays'); END;

-- what stays of a record that was destroyed: its number, its day, its kind, no name and no text
CREATE TABLE destruction_item (
    destruction_id TEXT    NOT NULL REFERENCES destruction (id) DEFERRABLE INITIALLY DEFERRED,
    record_id      TEXT    NOT NULL,
    number         TEXT    NOT NULL,
    day            TEXT    NOT NULL,
    kind_title     TEXT    NOT NULL,
    class_title    TEXT    NOT NULL,
    due_on         TEXT    NOT NULL,
    pages          INTEGER NOT NULL CHECK (pages >= 0),
    files          INTEGER NOT NULL CHECK (files >= 0),
    text_digest    TEXT    NOT NULL,
    destroyed_at   TEXT,
    PRIMARY KEY (destruction_id, record_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX destruction_item_by_record ON destruction_item (record_id);
CREATE TRIGGER destruction_item_kept BEFORE DELETE ON destruction_item
BEGIN SELECT RAISE(ROLLBACK, 'a destruction is never struck out'); END;
CREATE TRIGGER destruction_item_stays BEFORE UPDATE ON destruction_item
WHEN OLD.destroyed_at IS NOT NULL
    OR (OLD.destruction_id, OLD.record_id, OLD.number, OLD.day, OLD.kind_title, OLD.class_title,
            OLD.due_on, OLD.pages, OLD.files, OLD.text_digest)
        IS NOT (NEW.destruction_id, NEW.record_id, NEW.number, NEW.day, NEW.kind_title,
            NEW.class_title, NEW.due_on, NEW.pages, NEW.files, NEW.text_digest)
    OR (SELECT state FROM destruction WHERE id = OLD.destruction_id) <> 'under_way'
BEGIN SELECT RAISE(ROLLBACK, 'a record is destroyed once, on an approved list'); END;
CREATE VIEW doomed_record AS
SELECT i.record_id AS id FROM destruction_item i JOIN destruction d ON d.id = i.destruction_id
WHERE d.state = 'under_way' AND i.destroyed_at IS NULL;
CREATE VIEW destroyed_record AS
SELECT record_id AS id, destroyed_at FROM destruction_item WHERE destroyed_at IS NOT NULL;

-- Everything that never goes goes in one case: its record stands on an approved list.
DROP TRIGGER answer_removed;
CREATE TRIGGER answer_removed BEFORE DELETE ON answer
WHEN NOT EXISTS (SELECT 1 FROM talk
        WHERE id = OLD.talk_id AND (status = 'planned' OR status = 'prepared'))
    AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'an answer is never deleted'); END;
DROP TRIGGER amendment_kept;
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment
WHEN NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'an amendment is never deleted'); END;
DROP TRIGGER attachment_removed_kept;
CREATE TRIGGER attachment_removed_kept BEFORE DELETE ON attachment_removed
WHEN NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a removal is never deleted'); END;
DROP TRIGGER attachment_sealed;
CREATE TRIGGER attachment_sealed BEFORE DELETE ON attachment
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
    AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
DROP TRIGGER break_kept;
CREATE TRIGGER break_kept BEFORE DELETE ON break
WHEN NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a break is never deleted'); END;
DROP TRIGGER correction_kept;
CREATE TRIGGER correction_kept BEFORE DELETE ON correction
WHEN NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a correction is never deleted'); END;
DROP TRIGGER participant_changed;
CREATE TRIGGER participant_changed BEFORE UPDATE ON participant
WHEN (EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
        AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id))
    OR NEW.talk_id <> OLD.talk_id
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
DROP TRIGGER talk_body_sealed;
CREATE TRIGGER talk_body_sealed BEFORE UPDATE ON talk_body
WHEN ((SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
        AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id))
    OR NEW.talk_id <> OLD.talk_id
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
DROP TRIGGER talk_sealed;
CREATE TRIGGER talk_sealed BEFORE UPDATE OF
    kind, status, day, subject, interviewees, unit_names, attendance ON talk
WHEN OLD.status = 'sealed' AND (
    (OLD.kind, OLD.status, OLD.day, OLD.attendance)
        IS NOT (NEW.kind, NEW.status, NEW.day, NEW.attendance)
    OR NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.id))
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
DROP TRIGGER talk_signature_kept;
CREATE TRIGGER talk_signature_kept BEFORE DELETE ON talk_signature
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
    AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
DROP TRIGGER package_part_kept;
CREATE TRIGGER package_part_kept BEFORE DELETE ON package_part
WHEN EXISTS (SELECT 1 FROM package_copy WHERE number = OLD.number)
    AND NOT EXISTS (SELECT 1 FROM package_talk p JOIN doomed_record d ON d.id = p.talk_id
        WHERE p.number = OLD.number)
BEGIN SELECT RAISE(ABORT, 'a package keeps its content'); END;
-- an attachment that goes asks whether it stands in a package: by this index, not through them all
CREATE INDEX package_part_by_attachment ON package_part (attachment_id)
    WHERE attachment_id IS NOT NULL;
DROP TRIGGER finding_changed;
CREATE TRIGGER finding_changed BEFORE UPDATE ON finding
WHEN (OLD.id, OLD.number, OLD.year, OLD.quarter, OLD.serial, OLD.talk_id, OLD.found_at,
            OLD.common_id)
        IS NOT (NEW.id, NEW.number, NEW.year, NEW.quarter, NEW.serial, NEW.talk_id, NEW.found_at,
            NEW.common_id)
    OR ((SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed' AND
        (OLD.answer_id, OLD.area, OLD.manifestation, OLD.unit_id, OLD.person_id, OLD.is_common,
            OLD.nature, OLD.is_personal, OLD.tag)
        IS NOT (NEW.answer_id, NEW.area, NEW.manifestation, NEW.unit_id, NEW.person_id,
            NEW.is_common, NEW.nature, NEW.is_personal, NEW.tag)
        AND NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.talk_id))
BEGIN SELECT RAISE(ROLLBACK, 'what was found stays'); END;
CREATE VIEW doomed_finding AS
SELECT f.id AS id FROM finding f JOIN doomed_record d ON d.id = f.talk_id;
DROP TRIGGER finding_step_kept;
CREATE TRIGGER finding_step_kept BEFORE DELETE ON finding_step
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'a step is never deleted'); END;
DROP TRIGGER finding_extension_kept;
CREATE TRIGGER finding_extension_kept BEFORE DELETE ON finding_extension
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'an extension is never deleted'); END;
DROP TRIGGER finding_closing_kept;
CREATE TRIGGER finding_closing_kept BEFORE DELETE ON finding_closing
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'an application is never deleted'); END;
DROP TRIGGER finding_approval_kept;
CREATE TRIGGER finding_approval_kept BEFORE DELETE ON finding_approval
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'an approval is never deleted'); END;
DROP TRIGGER look_back_kept;
CREATE TRIGGER look_back_kept BEFORE DELETE ON look_back
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'a look back is never deleted'); END;
DROP TRIGGER accountability_kept;
CREATE TRIGGER accountability_kept BEFORE DELETE ON accountability
WHEN NOT EXISTS (SELECT 1 FROM doomed_finding WHERE id = OLD.finding_id)
BEGIN SELECT RAISE(ROLLBACK, 'a proposal is never deleted'); END;
DROP TRIGGER archive_leaf_kept;
CREATE TRIGGER archive_leaf_kept BEFORE DELETE ON archive_leaf
WHEN NOT EXISTS (SELECT 1 FROM doomed_record WHERE id = OLD.id)
BEGIN SELECT RAISE(ROLLBACK, 'a leaf is taken out with a reason, never deleted'); END;
CREATE INDEX archive_leaf_by_day ON archive_leaf (day);
