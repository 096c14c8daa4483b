-- The ledger of a province: what the vault's ledger keeps, under the same names, in a schema of its
-- own. Texts compare by their code points whatever the database's language is, as in the vault.
-- What grows with the talks is parted by office into 16 pieces: one office is in one piece, so that
-- what is asked of an office looks into one; a piece for each of thousands of offices would cost
-- every question over all offices a third of a second for planning alone.

CREATE TABLE office (
    code            text COLLATE "C" PRIMARY KEY CHECK (length(code) = 6),
    name            text COLLATE "C" NOT NULL,
    recipient       text COLLATE "C" NOT NULL,
    public_key      bytea NOT NULL CHECK (length(public_key) = 32),
    trusted_at      text COLLATE "C" NOT NULL,
    last_sequence   integer NOT NULL,
    last_root       text COLLATE "C",
    talks           integer NOT NULL DEFAULT 0,
    distrusted_at   text COLLATE "C",
    distrust_reason text COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE office_card (
    office_code text COLLATE "C" NOT NULL REFERENCES office (code),
    trusted_at  text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    recipient   text COLLATE "C" NOT NULL,
    public_key  bytea NOT NULL CHECK (length(public_key) = 32),
    PRIMARY KEY (office_code, trusted_at)
);

CREATE TABLE package (
    office_code   text COLLATE "C" NOT NULL REFERENCES office (code),
    sequence      integer NOT NULL CHECK (sequence BETWEEN 1 AND 999999),
    index_digest  text COLLATE "C" NOT NULL,
    bag_root      text COLLATE "C" NOT NULL,
    previous      text COLLATE "C" NOT NULL,
    level         text COLLATE "C" NOT NULL,
    reason        text COLLATE "C" NOT NULL,
    talks         integer NOT NULL,
    head_sequence bigint NOT NULL,
    head_digest   text COLLATE "C" NOT NULL,
    created_at    text COLLATE "C" NOT NULL,
    received_at   text COLLATE "C" NOT NULL,
    index_file    bytea NOT NULL,
    receipt_file  bytea NOT NULL,
    statistics    text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_code, sequence)
);

CREATE TABLE talk (
    office_code  text COLLATE "C" NOT NULL,
    sequence     integer NOT NULL,
    talk_id      text COLLATE "C" NOT NULL,
    number       text COLLATE "C" NOT NULL,
    kind         text COLLATE "C" NOT NULL,
    day          text COLLATE "C" NOT NULL,
    interviewees text COLLATE "C" NOT NULL,
    unit_names   text COLLATE "C" NOT NULL,
    document     text COLLATE "C" NOT NULL,
    process      text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_code, sequence, talk_id),
    FOREIGN KEY (office_code, sequence) REFERENCES package (office_code, sequence)
) PARTITION BY HASH (office_code);
CREATE INDEX talk_versions ON talk (office_code, talk_id, sequence);

CREATE TABLE finding (
    office_code text COLLATE "C" NOT NULL,
    sequence    integer NOT NULL,
    finding_id  text COLLATE "C" NOT NULL,
    talk_id     text COLLATE "C" NOT NULL,
    number      text COLLATE "C" NOT NULL,
    deadline    text COLLATE "C" NOT NULL,
    status      text COLLATE "C" NOT NULL,
    document    text COLLATE "C" NOT NULL,
    PRIMARY KEY (office_code, sequence, finding_id),
    FOREIGN KEY (office_code, sequence) REFERENCES package (office_code, sequence)
) PARTITION BY HASH (office_code);
CREATE INDEX finding_of_talk ON finding (office_code, sequence, talk_id);

-- The newest version of each talk. texts is what its words are looked for in, folded, a line for
-- each text; full_texts those of the newest full version when the newest is not full. words are
-- their pairs of characters and whole words, with those of names and units under a mark: the index
-- names candidates, the texts decide.
CREATE TABLE newest_talk (
    office_code   text COLLATE "C" NOT NULL,
    talk_id       text COLLATE "C" NOT NULL,
    sequence      integer NOT NULL,
    full_sequence integer NOT NULL,
    number        text COLLATE "C" NOT NULL,
    kind          text COLLATE "C" NOT NULL,
    kind_title    text COLLATE "C" NOT NULL,
    is_collective boolean NOT NULL,
    is_make_up    boolean NOT NULL,
    day           text COLLATE "C" NOT NULL,
    subject       text COLLATE "C" NOT NULL,
    interviewees  text COLLATE "C" NOT NULL,
    unit_names    text COLLATE "C" NOT NULL,
    findings      integer NOT NULL,
    name_texts    text COLLATE "C" NOT NULL,
    unit_texts    text COLLATE "C" NOT NULL,
    texts         text COLLATE "C" NOT NULL,
    full_texts    text COLLATE "C" NOT NULL,
    words         tsvector NOT NULL,
    PRIMARY KEY (office_code, talk_id)
) PARTITION BY HASH (office_code);
CREATE INDEX newest_talk_by_day ON newest_talk (day DESC, office_code, talk_id);
CREATE INDEX newest_talk_of_office ON newest_talk (office_code, day DESC, talk_id);
CREATE INDEX newest_talk_words ON newest_talk USING gin (words);

CREATE TABLE newest_heard (
    office_code   text COLLATE "C" NOT NULL,
    talk_id       text COLLATE "C" NOT NULL,
    position      integer NOT NULL,
    who           text COLLATE "C" NOT NULL,
    is_first_form boolean NOT NULL,
    PRIMARY KEY (office_code, talk_id, position)
) PARTITION BY HASH (office_code);

CREATE TABLE newest_finding (
    office_code       text COLLATE "C" NOT NULL,
    talk_id           text COLLATE "C" NOT NULL,
    finding_id        text COLLATE "C" NOT NULL,
    status            text COLLATE "C" NOT NULL,
    nature            text COLLATE "C" NOT NULL CHECK (nature IN ('problem', 'advice')),
    is_common         boolean NOT NULL,
    is_personal       boolean NOT NULL,
    regulation        text COLLATE "C" NOT NULL,
    is_regulation_new boolean NOT NULL,
    PRIMARY KEY (office_code, talk_id, finding_id)
) PARTITION BY HASH (office_code);

-- Every kind of talk that came, by its title: too many talks to ask them each time.
CREATE TABLE kind_seen (
    title text COLLATE "C" PRIMARY KEY
);

-- Refusals stay with a code and number that nobody may have: no office need be known.
CREATE TABLE quarantine (
    id          text COLLATE "C" PRIMARY KEY,
    at          text COLLATE "C" NOT NULL,
    office_code text COLLATE "C" NOT NULL,
    sequence    integer,
    reason      text COLLATE "C" NOT NULL,
    detail      text COLLATE "C" NOT NULL,
    folder      text COLLATE "C" NOT NULL,
    is_believed boolean NOT NULL,
    settled_at  text COLLATE "C",
    settled_how text COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX quarantine_by_time ON quarantine (at DESC, id DESC);
CREATE INDEX quarantine_by_office ON quarantine (office_code, sequence);
CREATE INDEX quarantine_open ON quarantine (at DESC, id DESC) WHERE settled_at IS NULL;

-- Entries that a desk has still to write into its own trail, kept with the change they tell of. The
-- desk keeps the number of the last it wrote with that entry, so that none is written twice.
CREATE TABLE trail_owed (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    desk    text COLLATE "C" NOT NULL,
    what    text COLLATE "C" NOT NULL,
    which   text COLLATE "C" NOT NULL,
    content text COLLATE "C" NOT NULL
);
CREATE INDEX trail_owed_by_desk ON trail_owed (desk, number);

DO $$
DECLARE
    parted text;
BEGIN
    FOREACH parted IN ARRAY ARRAY['talk', 'finding', 'newest_talk', 'newest_heard', 'newest_finding']
    LOOP
        FOR piece IN 0..15 LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
                parted || '_' || lpad(piece::text, 2, '0'), parted, piece);
        END LOOP;
    END LOOP;
END $$;

CREATE FUNCTION taken_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was taken is kept as it came';
END $$;
CREATE TRIGGER package_stays BEFORE UPDATE OR DELETE ON package
    FOR EACH ROW EXECUTE FUNCTION taken_stays();
CREATE TRIGGER talk_stays BEFORE UPDATE OR DELETE ON talk
    FOR EACH ROW EXECUTE FUNCTION taken_stays();
CREATE TRIGGER package_kept BEFORE TRUNCATE ON package
    FOR EACH STATEMENT EXECUTE FUNCTION taken_stays();
