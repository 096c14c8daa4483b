-- What surrounds a talk: kinds and tags as dictionaries, the yearly plan, what is known of units and
-- persons, portraits, private notes, times by area, checks that were passed, records that put right
-- what was sealed.

-- ── dictionaries the office may edit ────────────────────────────────────────────────────────────

CREATE TABLE talk_kind (
    key             TEXT    PRIMARY KEY CHECK (key <> ''),
    place           INTEGER NOT NULL,
    title           TEXT    NOT NULL UNIQUE CHECK (title <> ''),
    is_collective   INTEGER NOT NULL DEFAULT 0 CHECK (is_collective = 0 OR is_collective = 1),
    needs_two       INTEGER NOT NULL DEFAULT 0 CHECK (needs_two = 0 OR needs_two = 1),
    has_fingerprint INTEGER NOT NULL DEFAULT 0 CHECK (has_fingerprint = 0 OR has_fingerprint = 1),
    deadline_months INTEGER NOT NULL DEFAULT 1 CHECK (deadline_months BETWEEN 1 AND 60),
    first_form      TEXT    NOT NULL DEFAULT 'no' CHECK (
        first_form = 'no' OR first_form = 'stated' OR first_form = 'setting' OR first_form = 'yes'),
    forms           TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(forms)),
    is_retired      INTEGER NOT NULL DEFAULT 0 CHECK (is_retired = 0 OR is_retired = 1)
) STRICT, WITHOUT ROWID;

INSERT INTO talk_kind
    (key, place, title, is_collective, needs_two, has_fingerprint, deadline_months, first_form, forms)
VALUES
    ('heart', 1, '谈心谈话', 0, 0, 0, 1, 'no', '["minutes"]'),
    ('supervision', 2, '监督谈话', 0, 0, 0, 1, 'no', '["portrait","outline","minutes","report"]'),
    ('appointment', 3, '任职廉政谈话', 0, 0, 0, 1, 'no', '["sign_in","commitment","minutes"]'),
    ('collective', 4, '集体谈话', 1, 1, 0, 1, 'stated', '["notice","sign_in","minutes"]'),
    ('collective_summons', 5, '集体约谈', 1, 1, 0, 1, 'stated', '["notice","sign_in","minutes"]'),
    ('reminder', 6, '提醒谈话', 0, 1, 1, 1, 'yes', '["minutes","statement"]'),
    ('criticism', 7, '批评教育', 0, 1, 1, 1, 'yes', '["minutes","written_statement"]'),
    ('summons', 8, '约谈', 0, 1, 1, 1, 'setting', '["notice","minutes","rectification_report"]'),
    ('admonition', 9, '诫勉谈话', 0, 1, 1, 6, 'yes', '["admonition","minutes"]');

CREATE TRIGGER talk_kind_stays BEFORE DELETE ON talk_kind
BEGIN SELECT RAISE(ROLLBACK, 'a kind of talk is retired, never deleted'); END;
CREATE TRIGGER talk_kind_key_stays BEFORE UPDATE OF key ON talk_kind
BEGIN SELECT RAISE(ROLLBACK, 'a kind of talk keeps its key'); END;

-- two levels: the gap (差), and under it what it consists of
CREATE TABLE problem_tag (
    key        TEXT    PRIMARY KEY CHECK (key <> ''),
    parent     TEXT    REFERENCES problem_tag (key),
    place      INTEGER NOT NULL,
    title      TEXT    NOT NULL CHECK (title <> ''),
    is_retired INTEGER NOT NULL DEFAULT 0 CHECK (is_retired = 0 OR is_retired = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX problem_tag_by_parent ON problem_tag (parent, place);

INSERT INTO problem_tag (key, parent, place, title) VALUES
    ('warmth', NULL, 1, '温差'),
    ('warmth.standing', 'warmth', 1, '政治站位'),
    ('warmth.execution', 'warmth', 2, '贯彻执行'),
    ('drop', NULL, 2, '落差'),
    ('drop.responsibility', 'drop', 1, '担当'),
    ('deviation', NULL, 3, '偏差'),
    ('deviation.party', 'deviation', 1, '管党治党'),
    ('inaccuracy', NULL, 4, '误差'),
    ('inaccuracy.conduct', 'inaccuracy', 1, '作风纪律');

CREATE TABLE prompt_set_retired (
    prompt_set_id TEXT PRIMARY KEY REFERENCES prompt_set (id),
    at            TEXT NOT NULL,
    reason        TEXT NOT NULL CHECK (reason <> '')
) STRICT, WITHOUT ROWID;

-- ── 谈话函询: only that there was one ─────────────────────────────────────────────────────────────

CREATE TABLE letter_inquiry (
    id         TEXT PRIMARY KEY,
    reference  TEXT NOT NULL UNIQUE CHECK (reference <> ''),
    sent_on    TEXT NOT NULL,
    due_on     TEXT,
    replied_on TEXT,
    outcome    TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_inquiry_in_order ON letter_inquiry (sent_on DESC, id);

-- ── the yearly plan ─────────────────────────────────────────────────────────────────────────────
-- month 0 is not settled yet; a talk that was arranged from an item is named by it

CREATE TABLE plan_item (
    id               TEXT    PRIMARY KEY,
    year             INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2999),
    month            INTEGER NOT NULL DEFAULT 0 CHECK (month BETWEEN 0 AND 12),
    kind             TEXT    NOT NULL,
    person_id        TEXT    NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    unit_id          TEXT    REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    interviewer_id   TEXT    REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    interviewer_name TEXT    NOT NULL DEFAULT '',
    is_delegated     INTEGER NOT NULL DEFAULT 0 CHECK (is_delegated = 0 OR is_delegated = 1),
    note             TEXT    NOT NULL DEFAULT '',
    dropped_reason   TEXT    NOT NULL DEFAULT '',
    talk_id          TEXT    REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
CREATE INDEX plan_item_in_order ON plan_item (year, month, id);
CREATE INDEX plan_item_by_person ON plan_item (person_id, year);
CREATE INDEX plan_item_by_talk ON plan_item (talk_id) WHERE talk_id IS NOT NULL;

-- 回避: who must not sit opposite whom; each pair once, the smaller id first
CREATE TABLE recusal (
    person_id TEXT NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    other_id  TEXT NOT NULL REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    ground    TEXT NOT NULL CHECK (ground <> ''),
    noted_at  TEXT NOT NULL,
    PRIMARY KEY (person_id, other_id),
    CHECK (person_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recusal_by_other ON recusal (other_id);

ALTER TABLE talk_body ADD COLUMN delegation TEXT NOT NULL DEFAULT '';

DROP TRIGGER talk_body_frozen;
CREATE TRIGGER talk_body_frozen BEFORE UPDATE ON talk_body
WHEN EXISTS (SELECT 1 FROM talk WHERE id = OLD.talk_id AND (status = 'to_sign' OR status = 'signed')) AND (
    OLD.talk_id, OLD.planned_at, OLD.place, OLD.prompt_set_id, OLD.began_at, OLD.ended_at,
    OLD.summary, OLD.requirement, OLD.statement, OLD.text_digest, OLD.minutes_pages, OLD.delegation
) IS NOT (
    NEW.talk_id, NEW.planned_at, NEW.place, NEW.prompt_set_id, NEW.began_at, NEW.ended_at,
    NEW.summary, NEW.requirement, NEW.statement, NEW.text_digest, NEW.minutes_pages, NEW.delegation
)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;

-- ── what is known before a talk ─────────────────────────────────────────────────────────────────
-- of 信访 the category and the matter only, never the letter or its author

CREATE TABLE source_fact (
    id        TEXT PRIMARY KEY,
    unit_id   TEXT REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    person_id TEXT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED,
    category  TEXT NOT NULL CHECK (
        category = 'supervision' OR category = 'inspection' OR category = 'audit' OR
        category = 'petition' OR category = 'assessment' OR category = 'case'),
    day       TEXT NOT NULL,
    text      TEXT NOT NULL CHECK (text <> ''),
    made_at   TEXT NOT NULL,
    CHECK (unit_id IS NOT NULL OR person_id IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX source_fact_by_unit ON source_fact (unit_id, day DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX source_fact_by_person ON source_fact (person_id, day DESC) WHERE person_id IS NOT NULL;

-- one figure of a unit in one year; place is its rank among out_of units, where it has one
CREATE TABLE unit_figure (
    unit_id TEXT    NOT NULL REFERENCES unit (id) DEFERRABLE INITIALLY DEFERRED,
    year    INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2999),
    name    TEXT    NOT NULL CHECK (name <> ''),
    value   TEXT    NOT NULL DEFAULT '',
    place   INTEGER,
    out_of  INTEGER,
    PRIMARY KEY (unit_id, year, name),
    CHECK ((place IS NULL) = (out_of IS NULL)),
    CHECK (place IS NULL OR (place >= 1 AND place <= out_of))
) STRICT, WITHOUT ROWID;

-- about is a person's id, or the folded name of a guest
CREATE TABLE portrait (
    talk_id TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    about   TEXT NOT NULL,
    body    TEXT NOT NULL CHECK (json_valid(body)),
    kept_at TEXT NOT NULL,
    PRIMARY KEY (talk_id, about)
) STRICT, WITHOUT ROWID;

-- for the interviewer's eyes: no document and no package ever reads this table
CREATE TABLE private_note (
    talk_id TEXT PRIMARY KEY REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    text    TEXT NOT NULL,
    kept_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ── while one talks ─────────────────────────────────────────────────────────────────────────────

CREATE TABLE talk_area (
    talk_id         TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    area            TEXT    NOT NULL,
    planned_minutes INTEGER NOT NULL DEFAULT 0 CHECK (planned_minutes >= 0),
    used_seconds    INTEGER NOT NULL DEFAULT 0 CHECK (used_seconds >= 0),
    PRIMARY KEY (talk_id, area)
) STRICT, WITHOUT ROWID;

-- where the cursor stood, so that a talk broken off goes on at the same place
CREATE TABLE talk_cursor (
    talk_id  TEXT    PRIMARY KEY REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    place    TEXT    NOT NULL,
    position INTEGER NOT NULL DEFAULT 0 CHECK (position >= 0),
    scroll   INTEGER NOT NULL DEFAULT 0,
    kept_at  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- a talk held for those who were absent from another (补谈)
CREATE TABLE make_up_talk (
    talk_id     TEXT PRIMARY KEY REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    original_id TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    CHECK (talk_id <> original_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX make_up_talk_by_original ON make_up_talk (original_id);

-- a required prompt somebody chose not to ask, before the talk: no part of the record, though the
-- reason is kept
ALTER TABLE answer ADD COLUMN is_left_out INTEGER NOT NULL DEFAULT 0
    CHECK (is_left_out = 0 OR is_left_out = 1);

-- 第一种形态, stated for this person in this talk
ALTER TABLE participant ADD COLUMN is_first_form INTEGER NOT NULL DEFAULT 0
    CHECK (is_first_form = 0 OR is_first_form = 1);

-- ── before and after signing ────────────────────────────────────────────────────────────────────
-- a warning somebody looked at and passed; the mark names the place and the words it was about

CREATE TABLE passed_check (
    talk_id TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    rule    TEXT NOT NULL,
    mark    TEXT NOT NULL,
    reason  TEXT NOT NULL CHECK (reason <> ''),
    at      TEXT NOT NULL,
    PRIMARY KEY (talk_id, rule, mark)
) STRICT, WITHOUT ROWID;

-- the long paragraphs of confirmed records by their digests, to find the same one in another record
CREATE TABLE paragraph (
    digest  TEXT NOT NULL,
    talk_id TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (digest, talk_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX paragraph_by_talk ON paragraph (talk_id);

-- 补正记录: the sealed record stays as it is, this stands beside it
CREATE TABLE amendment (
    id            TEXT    PRIMARY KEY,
    talk_id       TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    serial        INTEGER NOT NULL CHECK (serial > 0),
    made_at       TEXT    NOT NULL,
    reason        TEXT    NOT NULL CHECK (reason <> ''),
    body          TEXT    NOT NULL CHECK (json_valid(body)),
    attachment_id TEXT    NOT NULL REFERENCES attachment (id) DEFERRABLE INITIALLY DEFERRED,
    UNIQUE (talk_id, serial)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER amendment_added BEFORE INSERT ON amendment
WHEN (SELECT status FROM talk WHERE id = NEW.talk_id) IS NOT 'sealed'
    OR EXISTS (SELECT 1 FROM amendment WHERE id = NEW.id
        OR (talk_id = NEW.talk_id AND serial = NEW.serial))
BEGIN SELECT RAISE(ROLLBACK, 'only a sealed talk is amended, and no amendment replaced'); END;
CREATE TRIGGER amendment_stays BEFORE UPDATE ON amendment
BEGIN SELECT RAISE(ROLLBACK, 'an amendment never changes'); END;
CREATE TRIGGER amendment_kept BEFORE DELETE ON amendment
BEGIN SELECT RAISE(ROLLBACK, 'an amendment is never deleted'); END;

DROP TRIGGER attachment_added;
CREATE TRIGGER attachment_added BEFORE INSERT ON attachment
WHEN ((SELECT status FROM talk WHERE id = NEW.talk_id) = 'sealed' AND NEW.purpose <> 'amendment')
    OR EXISTS (SELECT 1 FROM attachment WHERE id = NEW.id)
BEGIN SELECT RAISE(ROLLBACK, 'the talk is sealed'); END;

-- only the name under which it is found may be put right, and only until the talk is sealed
DROP TRIGGER attachment_stays;
CREATE TRIGGER attachment_stays BEFORE UPDATE ON attachment
WHEN (OLD.id, OLD.talk_id, OLD.purpose, OLD.media_type, OLD.size, OLD.sha256, OLD.pages, OLD.made_at)
        IS NOT (NEW.id, NEW.talk_id, NEW.purpose, NEW.media_type, NEW.size, NEW.sha256, NEW.pages, NEW.made_at)
    OR (SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed'
BEGIN SELECT RAISE(ROLLBACK, 'an attachment never changes'); END;

-- an attachment that was taken away again before sealing, and why; its file is gone
CREATE TABLE attachment_removed (
    id         TEXT PRIMARY KEY,
    talk_id    TEXT NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    purpose    TEXT NOT NULL,
    title      TEXT NOT NULL,
    sha256     TEXT NOT NULL CHECK (length(sha256) = 64),
    reason     TEXT NOT NULL CHECK (reason <> ''),
    removed_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX attachment_removed_by_talk ON attachment_removed (talk_id, removed_at);
CREATE TRIGGER attachment_removed_stays BEFORE UPDATE ON attachment_removed
BEGIN SELECT RAISE(ROLLBACK, 'a removal never changes'); END;
CREATE TRIGGER attachment_removed_kept BEFORE DELETE ON attachment_removed
BEGIN SELECT RAISE(ROLLBACK, 'a removal is never deleted'); END;

-- a correction names the passage it put right: answer:…, question:…, summary; earlier ones are answers
CREATE TABLE correction_of_passage (
    talk_id  TEXT    NOT NULL REFERENCES talk (id) DEFERRABLE INITIALLY DEFERRED,
    serial   INTEGER NOT NULL,
    at       TEXT    NOT NULL,
    place    TEXT    NOT NULL CHECK (place <> ''),
    old_text TEXT    NOT NULL,
    new_text TEXT    NOT NULL,
    note     TEXT    NOT NULL DEFAULT '',
    PRIMARY KEY (talk_id, serial)
) STRICT, WITHOUT ROWID;
INSERT INTO correction_of_passage
    SELECT talk_id, serial, at, 'answer:' || answer_id, old_text, new_text, note FROM correction;
DROP TABLE correction;
ALTER TABLE correction_of_passage RENAME TO correction;
CREATE TRIGGER correction_added BEFORE INSERT ON correction
WHEN EXISTS (SELECT 1 FROM frozen_talk WHERE id = NEW.talk_id)
    OR EXISTS (SELECT 1 FROM correction WHERE talk_id = NEW.talk_id AND serial = NEW.serial)
BEGIN SELECT RAISE(ROLLBACK, 'the text is frozen'); END;
CREATE TRIGGER correction_stays BEFORE UPDATE ON correction
BEGIN SELECT RAISE(ROLLBACK, 'a correction never changes'); END;
CREATE TRIGGER correction_kept BEFORE DELETE ON correction
BEGIN SELECT RAISE(ROLLBACK, 'a correction is never deleted'); END;

-- the note of a break is text and may be put right; its times stay
DROP TRIGGER break_changed;
CREATE TRIGGER break_changed BEFORE UPDATE ON break
WHEN (OLD.ended_at IS NOT NULL AND NEW.ended_at IS NOT OLD.ended_at)
    OR NEW.talk_id <> OLD.talk_id OR NEW.began_at <> OLD.began_at
    OR EXISTS (SELECT 1 FROM frozen_talk WHERE id = OLD.talk_id)
BEGIN SELECT RAISE(ROLLBACK, 'a break that ended stays'); END;

-- ── findings: their tag, whose they are, and the rule that was made ─────────────────────────────
-- a personal one (个人承诺) moves with the person, any other stays with the unit; advice is 意见建议

ALTER TABLE finding ADD COLUMN tag TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN nature TEXT NOT NULL DEFAULT 'problem'
    CHECK (nature = 'problem' OR nature = 'advice');
ALTER TABLE finding ADD COLUMN is_personal INTEGER NOT NULL DEFAULT 0
    CHECK (is_personal = 0 OR is_personal = 1);
ALTER TABLE finding ADD COLUMN regulation TEXT NOT NULL DEFAULT '';
ALTER TABLE finding ADD COLUMN is_regulation_new INTEGER NOT NULL DEFAULT 1
    CHECK (is_regulation_new = 0 OR is_regulation_new = 1);

DROP TRIGGER finding_changed;
CREATE TRIGGER finding_changed BEFORE UPDATE ON finding
WHEN (OLD.id, OLD.number, OLD.year, OLD.quarter, OLD.serial, OLD.talk_id, OLD.found_at)
        IS NOT (NEW.id, NEW.number, NEW.year, NEW.quarter, NEW.serial, NEW.talk_id, NEW.found_at)
    OR ((SELECT status FROM talk WHERE id = OLD.talk_id) = 'sealed' AND
        (OLD.answer_id, OLD.area, OLD.manifestation, OLD.unit_id, OLD.person_id, OLD.is_common,
            OLD.nature, OLD.is_personal, OLD.tag)
        IS NOT (NEW.answer_id, NEW.area, NEW.manifestation, NEW.unit_id, NEW.person_id,
            NEW.is_common, NEW.nature, NEW.is_personal, NEW.tag))
BEGIN SELECT RAISE(ROLLBACK, 'what was found stays'); END;
