-- Names that persons and units had before: old talks show them, so searching for them must find.

CREATE TABLE person_former_name (
    name_key  TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    PRIMARY KEY (name_key, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE unit_former_name (
    name_key TEXT NOT NULL,
    unit_id  TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (name_key, unit_id)
) STRICT, WITHOUT ROWID;
