-- The index of words over talks, persons, findings and attachments' names. What it holds follows
-- from the records and can be made anew at any time; the words are made in Python.

-- Classic contentless: a removed word is overwritten at once (secure-delete). The tokeniser ascii
-- leaves every character beyond ASCII whole; unicode61 knows only those of old Unicode versions.
-- With prefix one character alone is found as quickly as two.
CREATE VIRTUAL TABLE search_index USING fts5(
    words, content = '', columnsize = 0, detail = none, prefix = '1', tokenize = 'ascii');
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);

-- what the index holds: one number for each record; mark tells the words it was indexed with
CREATE TABLE search_entry (
    number   INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL CHECK (
        kind = 'person' OR kind = 'talk' OR kind = 'finding' OR kind = 'attachment'),
    owner_id TEXT    NOT NULL,
    day      TEXT    NOT NULL,
    mark     INTEGER NOT NULL,
    UNIQUE (kind, owner_id)
) STRICT;

-- what the index must still take in; held are the words it has of the record, to be taken out.
-- A record that is being typed is open: it is looked through as it stands.
CREATE TABLE search_waiting (
    kind     TEXT    NOT NULL CHECK (
        kind = 'person' OR kind = 'talk' OR kind = 'finding' OR kind = 'attachment'),
    owner_id TEXT    NOT NULL,
    day      TEXT    NOT NULL DEFAULT '9999',
    held     TEXT    NOT NULL DEFAULT '',
    is_open  INTEGER NOT NULL DEFAULT 0 CHECK (is_open = 0 OR is_open = 1),
    PRIMARY KEY (kind, owner_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_waiting_in_order ON search_waiting (is_open, day, kind, owner_id);

CREATE INDEX person_former_name_by_person ON person_former_name (person_id);

-- all that is there already waits; of attachments only those that somebody gave a name
INSERT INTO search_waiting (kind, owner_id) SELECT 'person', id FROM person;
INSERT INTO search_waiting (kind, owner_id, day) SELECT 'talk', id, day FROM talk;
INSERT INTO search_waiting (kind, owner_id, day) SELECT 'finding', id, found_at FROM finding;
INSERT INTO search_waiting (kind, owner_id, day) SELECT 'attachment', id, made_at FROM attachment
WHERE purpose = 'evidence' OR purpose = 'audio' OR purpose = 'other';
