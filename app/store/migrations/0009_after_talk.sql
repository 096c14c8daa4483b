-- After the talk: the way of a finding to its closing and beyond, working days, leaves of archives.

-- A finding takes many steps now; a check cannot be widened in place, so its table is made anew.
CREATE TABLE finding_before AS SELECT * FROM finding;
DROP TABLE finding;
CREATE TABLE finding (
    id                TEXT    PRIMARY KEY,
    number            TEXT    NOT NULL UNIQUE,
    year              INTEGER NOT NULL,
    quarter           INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
    serial            INTEGER NOT NULL CHECK (serial > 0),
    talk_id           TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    answer_id         TEXT,
    area              TEXT    NOT NULL,
    manifestation     TEXT    NOT NULL CHECK (manifestation <> ''),
    measure           TEXT    NOT NULL DEFAULT '',
    found_at          TEXT    NOT NULL,
    deadline          TEXT    NOT NULL,
    unit_id           TEXT    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    person_id         TEXT    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    is_common         INTEGER NOT NULL DEFAULT 0 CHECK (is_common = 0 OR is_common = 1),
    status            TEXT    NOT NULL CHECK (
        status = 'registered' OR status = 'issued' OR status = 'claimed' OR status = 'under_way' OR
        status = 'submitted' OR status = 'closed' OR status = 'archived' OR
        status = 'transferred'),
    tag               TEXT    NOT NULL DEFAULT '',
    nature            TEXT    NOT NULL DEFAULT 'problem'
        CHECK (nature = 'problem' OR nature = 'advice'),
    is_personal       INTEGER NOT NULL DEFAULT 0 CHECK (is_personal = 0 OR is_personal = 1),
    regulation        TEXT    NOT NULL DEFAULT '',
    is_regulation_new INTEGER NOT NULL DEFAULT 1
        CHECK (is_regulation_new = 0 OR is_regulation_new = 1),
    source            TEXT    NOT NULL DEFAULT 'talk' CHECK (
        source = 'talk' OR source = 'supervision' OR source = 'inspection' OR source = 'audit' OR
        source = 'petition' OR source = 'assessment'),
    is_repeated       INTEGER NOT NULL DEFAULT 0 CHECK (is_repeated = 0 OR is_repeated = 1),
    measure_kind      TEXT    NOT NULL DEFAULT '' CHECK (
        measure_kind = '' OR measure_kind = 'at_once' OR measure_kind = 'by_deadline' OR
        measure_kind = 'long_term'),
    evidence_wanted   TEXT    NOT NULL DEFAULT '',
    leader            TEXT    NOT NULL DEFAULT '',
    responsible       TEXT    NOT NULL DEFAULT '',
    effect            TEXT    NOT NULL DEFAULT '',
    supervisor        TEXT    NOT NULL DEFAULT '',
    term              TEXT    NOT NULL DEFAULT '',
    first_deadline    TEXT    NOT NULL,
    done_on           TEXT,
    closed_on         TEXT,
    look_back_on      TEXT,
    extensions        INTEGER NOT NULL DEFAULT 0 CHECK (extensions >= 0),
    returns           INTEGER NOT NULL DEFAULT 0 CHECK (returns >= 0),
    relapses          INTEGER NOT NULL DEFAULT 0 CHECK (relapses >= 0),
    common_id         TEXT    REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    clue              TEXT    NOT NULL DEFAULT '',
    UNIQUE (year, quarter, serial),
    FOREIGN KEY (talk_id, answer_id)
        REFERENCES answer (talk_id, id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((status = 'transferred') = (clue <> ''))
) STRICT, WITHOUT ROWID;
INSERT INTO finding (id, number, year, quarter, serial, talk_id, answer_id, area, manifestation,
    measure, found_at, deadline, unit_id, person_id, is_common, status, tag, nature, is_personal,
    regulation, is_regulation_new, first_deadline, closed_on)
SELECT id, number, year, quarter, serial, talk_id, answer_id, area, manifestation,
    measure, found_at, deadline, unit_id, person_id, is_common, status, tag, nature, is_personal,
    regulation, is_regulation_new, deadline,
    CASE status WHEN 'closed' THEN substr(found_at, 1, 10) END
FROM finding_before;
DROP TABLE finding_before;
CREATE INDEX finding_by_talk ON finding (talk_id);
CREATE INDEX finding_by_unit ON finding (unit_id, status) WHERE unit_id IS NOT NULL;
CREATE INDEX finding_by_person ON finding (person_id, status) WHERE person_id IS NOT NULL;
CREATE INDEX finding_by_status ON finding (status, nature, deadline, id);
CREATE INDEX finding_by_year ON finding (year, deadline, id);
CREATE INDEX finding_of_no_unit ON finding (deadline, id) WHERE unit_id IS NULL;
CREATE INDEX finding_by_source ON finding (source, id) WHERE source <> 'talk';
CREATE INDEX finding_by_tag ON finding (tag, unit_id, found_at) WHERE tag <> '';
CREATE INDEX finding_open ON finding (deadline, id, unit_id)
    WHERE nature = 'problem' AND status <> 'closed' AND status <> 'archived' AND
        status <> 'transferred';
-- 五定不全: found by the very same words (app/store/finding_views.py)
CREATE INDEX finding_lacking ON finding (deadline, id)
    WHERE nature = 'problem' AND status <> 'closed' AND status <> 'archived' AND
        status <> 'transferred' AND
        (leader = '' OR responsible = '' OR measure = '' OR measure_kind = '' OR effect = '');
CREATE INDEX finding_to_look_back ON finding (look_back_on, id) WHERE look_back_on IS NOT NULL;
CREATE INDEX finding_by_closing ON finding (closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX finding_by_common ON finding (common_id) WHERE common_id IS NOT NULL;
-- what early signs and the first page count, without reading a finding or a talk itself
CREATE INDEX finding_tagged ON finding (found_at, unit_id, tag)
    WHERE nature = 'problem' AND tag <> '' AND unit_id IS NOT NULL AND is_personal = 0;
CREATE INDEX finding_extended ON finding (extensions, unit_id)
    WHERE nature = 'problem' AND status <> 'closed' AND status <> 'archived' AND
        status <> 'transferred' AND extensions > 1;
CREATE INDEX talk_attended ON talk (day, attendance)
    WHERE status = 'under_way' OR status = 'to_confirm' OR status = 'to_sign' OR
        status = 'signed' OR status = 'sealed';
CREATE TRIGGER finding_added BEFORE INSERT ON finding
WHEN ((SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed' AND NEW.common_id IS NULL)
    OR EXISTS (SELECT 1 FROM finding WHERE id = NEW.id OR number = NEW.number)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER finding_changed BEFORE UPDATE ON finding
WHEN (OLD.id, OLD.number, OLD.year, OLD.quarter, OLD.serial, OLD.talk_id, OLD.found_at,
            OLD.common_id)
        IS NOT (NEW.id, NEW.number, NEW.year, NEW.quarter, NEW.serial, NEW.talk_id, NEW.found_at,
            NEW.common_id)
    OR ((SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed' AND
        (OLD.answer_id, OLD.area, OLD.manifestation, OLD.unit_id, OLD.person_id, OLD.is_common,
            OLD.nature, OLD.is_personal, OLD.tag)
        IS NOT (NEW.answer_id, NEW.area, NEW.manifestation, NEW.unit_id, NEW.person_id,
            NEW.is_common, NEW.nature, NEW.is_personal, NEW.tag))
BEGIN SELECT RAISE(ROLLBACK, 'what was found stays'); END;
CREATE TRIGGER finding_kept BEFORE DELETE ON finding
BEGIN SELECT RAISE(ROLLBACK, 'a finding is never deleted'); END;

-- every step a finding took: who, when, why; day is the day it is said of
CREATE TABLE finding_step (
    finding_id    TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    serial        INTEGER NOT NULL CHECK (serial > 0),
    at            TEXT    NOT NULL,
    who           TEXT    NOT NULL,
    act           TEXT    NOT NULL CHECK (act <> ''),
    status_before TEXT    NOT NULL,
    status_after  TEXT    NOT NULL,
    day           TEXT    NOT NULL,
    note          TEXT    NOT NULL DEFAULT '',
    detail        TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
    PRIMARY KEY (finding_id, serial)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finding_step_added BEFORE INSERT ON finding_step
WHEN EXISTS (SELECT 1 FROM finding_step WHERE finding_id = NEW.finding_id AND serial = NEW.serial)
BEGIN SELECT RAISE(ROLLBACK, 'a step is never replaced'); END;
CREATE TRIGGER finding_step_stays BEFORE UPDATE ON finding_step
BEGIN SELECT RAISE(ROLLBACK, 'a step never changes'); END;
CREATE TRIGGER finding_step_kept BEFORE DELETE ON finding_step
BEGIN SELECT RAISE(ROLLBACK, 'a step is never deleted'); END;

CREATE TABLE finding_milestone (
    finding_id TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    place      INTEGER NOT NULL CHECK (place >= 0),
    due_on     TEXT    NOT NULL,
    text       TEXT    NOT NULL CHECK (text <> ''),
    done_on    TEXT,
    PRIMARY KEY (finding_id, place)
) STRICT, WITHOUT ROWID;

-- an application for more time; the old deadline is kept whatever is decided
CREATE TABLE finding_extension (
    finding_id   TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    serial       INTEGER NOT NULL CHECK (serial > 0),
    asked_on     TEXT    NOT NULL,
    old_deadline TEXT    NOT NULL,
    wanted       TEXT    NOT NULL CHECK (wanted > old_deadline),
    reason       TEXT    NOT NULL CHECK (reason <> ''),
    outcome      TEXT    NOT NULL DEFAULT ''
        CHECK (outcome = '' OR outcome = 'granted' OR outcome = 'refused'),
    decided_on   TEXT,
    decided_by   TEXT    NOT NULL DEFAULT '',
    opinion      TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (finding_id, serial),
    CHECK ((outcome = '') = (decided_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_extension_waiting ON finding_extension (finding_id) WHERE outcome = '';
CREATE TRIGGER finding_extension_stays BEFORE UPDATE ON finding_extension
WHEN OLD.outcome <> '' OR (OLD.asked_on, OLD.old_deadline, OLD.wanted, OLD.reason)
    IS NOT (NEW.asked_on, NEW.old_deadline, NEW.wanted, NEW.reason)
BEGIN SELECT RAISE(ROLLBACK, 'what was asked and decided stays'); END;
CREATE TRIGGER finding_extension_kept BEFORE DELETE ON finding_extension
BEGIN SELECT RAISE(ROLLBACK, 'an extension is never deleted'); END;

-- an application to close; chain is who must agree in which order, as it was when it was made
CREATE TABLE finding_closing (
    finding_id TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    serial     INTEGER NOT NULL CHECK (serial > 0),
    asked_on   TEXT    NOT NULL,
    result     TEXT    NOT NULL CHECK (result <> ''),
    chain      TEXT    NOT NULL CHECK (json_valid(chain)),
    outcome    TEXT    NOT NULL DEFAULT ''
        CHECK (outcome = '' OR outcome = 'granted' OR outcome = 'sent_back'),
    PRIMARY KEY (finding_id, serial)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finding_closing_stays BEFORE UPDATE ON finding_closing
WHEN OLD.outcome <> '' OR (OLD.asked_on, OLD.result, OLD.chain)
    IS NOT (NEW.asked_on, NEW.result, NEW.chain)
BEGIN SELECT RAISE(ROLLBACK, 'an application stays as it was made'); END;
CREATE TRIGGER finding_closing_kept BEFORE DELETE ON finding_closing
BEGIN SELECT RAISE(ROLLBACK, 'an application is never deleted'); END;

CREATE TABLE finding_approval (
    finding_id TEXT    NOT NULL,
    closing    INTEGER NOT NULL,
    place      INTEGER NOT NULL CHECK (place >= 0),
    title      TEXT    NOT NULL CHECK (title <> ''),
    who        TEXT    NOT NULL CHECK (who <> ''),
    decided_on TEXT    NOT NULL,
    is_granted INTEGER NOT NULL CHECK (is_granted = 0 OR is_granted = 1),
    opinion    TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (finding_id, closing, place),
    FOREIGN KEY (finding_id, closing)
        REFERENCES finding_closing (finding_id, serial) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE TRIGGER finding_approval_added BEFORE INSERT ON finding_approval
WHEN EXISTS (SELECT 1 FROM finding_approval WHERE finding_id = NEW.finding_id
    AND closing = NEW.closing AND place = NEW.place)
BEGIN SELECT RAISE(ROLLBACK, 'an approval is never replaced'); END;
CREATE TRIGGER finding_approval_stays BEFORE UPDATE ON finding_approval
BEGIN SELECT RAISE(ROLLBACK, 'an approval never changes'); END;
CREATE TRIGGER finding_approval_kept BEFORE DELETE ON finding_approval
BEGIN SELECT RAISE(ROLLBACK, 'an approval is never deleted'); END;

-- looking back: due_on planned when it was closed, the rest filled in when it was done
CREATE TABLE look_back (
    finding_id TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    serial     INTEGER NOT NULL CHECK (serial > 0),
    days       INTEGER NOT NULL CHECK (days > 0),
    due_on     TEXT    NOT NULL,
    done_on    TEXT,
    method     TEXT    NOT NULL DEFAULT '' CHECK (method = '' OR method = 'site' OR
        method = 'phone' OR method = 'papers' OR method = 'talk'),
    result     TEXT    NOT NULL DEFAULT '',
    who        TEXT    NOT NULL DEFAULT '',
    is_relapse INTEGER NOT NULL DEFAULT 0 CHECK (is_relapse = 0 OR is_relapse = 1),
    is_dropped INTEGER NOT NULL DEFAULT 0 CHECK (is_dropped = 0 OR is_dropped = 1),
    PRIMARY KEY (finding_id, serial),
    CHECK ((done_on IS NULL) = (method = '')),
    CHECK (NOT (is_dropped AND done_on IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE TRIGGER look_back_stays BEFORE UPDATE ON look_back
WHEN OLD.done_on IS NOT NULL OR OLD.is_dropped OR (OLD.days, OLD.due_on) IS NOT (NEW.days, NEW.due_on)
BEGIN SELECT RAISE(ROLLBACK, 'a look back that was done stays'); END;
CREATE TRIGGER look_back_kept BEFORE DELETE ON look_back
BEGIN SELECT RAISE(ROLLBACK, 'a look back is never deleted'); END;

-- the lists as they went to a unit or a person, and when they were signed for (签收单)
CREATE TABLE finding_issue (
    id        TEXT PRIMARY KEY,
    unit_id   TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    person_id TEXT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    issued_on TEXT NOT NULL,
    signed_on TEXT,
    signed_by TEXT NOT NULL DEFAULT '',
    CHECK ((unit_id IS NULL) <> (person_id IS NULL)),
    CHECK ((signed_on IS NULL) = (signed_by = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_issue_in_order ON finding_issue (issued_on DESC, id);
CREATE TABLE finding_issue_line (
    issue_id   TEXT NOT NULL REFERENCES finding_issue (id) DEFERRABLE INITIALLY DEFERRED,
    finding_id TEXT NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (issue_id, finding_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_issue_line_by_finding ON finding_issue_line (finding_id);

-- 提请问责: grounds are keys of 五个必追 as JSON
CREATE TABLE accountability (
    finding_id TEXT    NOT NULL REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    serial     INTEGER NOT NULL CHECK (serial > 0),
    asked_on   TEXT    NOT NULL,
    grounds    TEXT    NOT NULL CHECK (json_valid(grounds)),
    facts      TEXT    NOT NULL CHECK (facts <> ''),
    proposal   TEXT    NOT NULL DEFAULT '',
    decided_on TEXT,
    decided_by TEXT    NOT NULL DEFAULT '',
    outcome    TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (finding_id, serial)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER accountability_stays BEFORE UPDATE ON accountability
WHEN OLD.decided_on IS NOT NULL OR (OLD.asked_on, OLD.grounds, OLD.facts, OLD.proposal)
    IS NOT (NEW.asked_on, NEW.grounds, NEW.facts, NEW.proposal)
BEGIN SELECT RAISE(ROLLBACK, 'what was asked and decided stays'); END;
CREATE TRIGGER accountability_kept BEFORE DELETE ON accountability
BEGIN SELECT RAISE(ROLLBACK, 'a proposal is never deleted'); END;

-- days off and days worked against the weekday's rule; source tells whose notice it is
CREATE TABLE holiday (
    day        TEXT    PRIMARY KEY,
    is_working INTEGER NOT NULL CHECK (is_working = 0 OR is_working = 1),
    title      TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE holiday_year (
    year        INTEGER PRIMARY KEY CHECK (year BETWEEN 1900 AND 2999),
    source      TEXT    NOT NULL,
    is_official INTEGER NOT NULL CHECK (is_official = 0 OR is_official = 1),
    taken_at    TEXT    NOT NULL
) STRICT;

-- 活页: what belongs into a person's archive besides talks and findings
CREATE TABLE archive_leaf (
    id             TEXT PRIMARY KEY,
    person_id      TEXT NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    unit_id        TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    kind           TEXT NOT NULL CHECK (kind = 'duty_report' OR kind = 'life_meeting' OR
        kind = 'proposal' OR kind = 'interview' OR kind = 'other'),
    day            TEXT NOT NULL,
    title          TEXT NOT NULL CHECK (title <> ''),
    number         TEXT NOT NULL DEFAULT '',
    reply_due      TEXT,
    replied_on     TEXT,
    text           TEXT NOT NULL DEFAULT '',
    made_at        TEXT NOT NULL,
    removed_at     TEXT,
    removed_reason TEXT NOT NULL DEFAULT '',
    CHECK ((removed_at IS NULL) = (removed_reason = ''))
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_leaf_by_person ON archive_leaf (person_id, day DESC);
CREATE INDEX archive_leaf_awaited ON archive_leaf (reply_due)
    WHERE reply_due IS NOT NULL AND replied_on IS NULL AND removed_at IS NULL;
CREATE TRIGGER archive_leaf_kept BEFORE DELETE ON archive_leaf
BEGIN SELECT RAISE(ROLLBACK, 'a leaf is taken out with a reason, never deleted'); END;
CREATE TRIGGER archive_leaf_stays BEFORE UPDATE ON archive_leaf
WHEN OLD.removed_at IS NOT NULL OR OLD.person_id <> NEW.person_id OR OLD.kind <> NEW.kind
BEGIN SELECT RAISE(ROLLBACK, 'a leaf that was taken out stays'); END;

CREATE TABLE archive_access (
    id        TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    at        TEXT NOT NULL,
    who       TEXT NOT NULL,
    reason    TEXT NOT NULL CHECK (reason <> '')
) STRICT, WITHOUT ROWID;
CREATE INDEX archive_access_by_person ON archive_access (person_id, at DESC);
CREATE TRIGGER archive_access_stays BEFORE UPDATE ON archive_access
BEGIN SELECT RAISE(ROLLBACK, 'an access never changes'); END;
CREATE TRIGGER archive_access_kept BEFORE DELETE ON archive_access
BEGIN SELECT RAISE(ROLLBACK, 'an access is never deleted'); END;

-- An attachment belongs to a talk, to a finding (佐证材料) or to a leaf of an archive.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE attachment_before AS SELECT * FROM attachment;
DROP TABLE attachment;
CREATE TABLE attachment (
    id         TEXT    PRIMARY KEY,
    talk_id    TEXT    REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    purpose    TEXT    NOT NULL,
    media_type TEXT    NOT NULL,
    title      TEXT    NOT NULL,
    size       INTEGER NOT NULL CHECK (size >= 0),
    sha256     TEXT    NOT NULL CHECK (length(sha256) = 64),
    pages      INTEGER NOT NULL CHECK (pages >= 0),
    made_at    TEXT    NOT NULL,
    finding_id TEXT    REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    leaf_id    TEXT    REFERENCES archive_leaf (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK ((talk_id IS NOT NULL) + (finding_id IS NOT NULL) + (leaf_id IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
INSERT INTO attachment (id, talk_id, purpose, media_type, title, size, sha256, pages, made_at)
SELECT id, talk_id, purpose, media_type, title, size, sha256, pages, made_at FROM attachment_before;
DROP TABLE attachment_before;
CREATE INDEX attachment_by_talk ON attachment (talk_id, purpose);
CREATE INDEX attachment_by_digest ON attachment (sha256);
CREATE INDEX attachment_by_finding ON attachment (finding_id) WHERE finding_id IS NOT NULL;
CREATE INDEX attachment_by_leaf ON attachment (leaf_id) WHERE leaf_id IS NOT NULL;
CREATE TRIGGER attachment_added BEFORE INSERT ON attachment
WHEN ((SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed' AND NEW.purpose <> 'amendment')
    OR EXISTS (SELECT 1 FROM attachment WHERE id = NEW.id)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;
CREATE TRIGGER attachment_stays BEFORE UPDATE ON attachment
WHEN (OLD.id, OLD.talk_id, OLD.purpose, OLD.media_type, OLD.size, OLD.sha256, OLD.pages,
            OLD.made_at, OLD.finding_id, OLD.leaf_id)
        IS NOT (NEW.id, NEW.talk_id, NEW.purpose, NEW.media_type, NEW.size, NEW.sha256, NEW.pages,
            NEW.made_at, NEW.finding_id, NEW.leaf_id)
    OR (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'an attachment never changes'); END;
CREATE TRIGGER attachment_sealed BEFORE DELETE ON attachment
WHEN (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;

-- why a file was taken away from a finding or a leaf again
CREATE TABLE paper_removed (
    id         TEXT PRIMARY KEY,
    finding_id TEXT REFERENCES finding (id) DEFERRABLE INITIALLY DEFERRED,
    leaf_id    TEXT REFERENCES archive_leaf (id) DEFERRABLE INITIALLY DEFERRED,
    title      TEXT NOT NULL,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    reason     TEXT NOT NULL CHECK (reason <> ''),
    removed_at TEXT NOT NULL,
    CHECK ((finding_id IS NULL) <> (leaf_id IS NULL))
) STRICT, WITHOUT ROWID;
