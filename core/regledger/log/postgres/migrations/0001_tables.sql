-- compatible from 1
-- A ledger in one PostgreSQL schema, whose name stands for "@schema@". `tag` is an index and can be rebuilt from `fact` at any time.
-- Functions name every table with its schema: a session's temporary tables would else be found in front of them.
CREATE TABLE meta (key text PRIMARY KEY, value text NOT NULL);

CREATE TABLE migration (
    number integer PRIMARY KEY,
    name text NOT NULL,
    digest text NOT NULL,               -- SHA-256 of its file
    compatible_from integer NOT NULL,   -- a release that knows this number and no later one may go on
    applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE fact (
    number bigint PRIMARY KEY,          -- 1…n without gaps
    recorded_at bigint NOT NULL,        -- microseconds since 1970, UTC; never less than the one before
    -- ASCII that stands in an entry's JSON as it is: no space, quote or backslash
    type text NOT NULL CHECK (type COLLATE "C" ~ '^[]!#-[^-~]+$'),
    tags text NOT NULL CHECK (tags COLLATE "C" ~ '^([]!#-[^-~]+( []!#-[^-~]+)*)?$'), -- sorted, without repeats, parted by one space
    data bytea NOT NULL CHECK (length(data, 'UTF8') >= 0) -- the JSON object, byte for byte as it stands in the entry
);

-- 8 bytes of a tag's hash, or of its type's; a match is verified against the fact itself.
CREATE TABLE tag (hash bigint NOT NULL, number bigint NOT NULL, PRIMARY KEY (hash, number));

CREATE TABLE command (digest bytea PRIMARY KEY, body bytea NOT NULL);

-- The last fact. Its one row is locked from the first statement of an append to its commit: what is numbered later commits
-- later. Room is left on its page, so that a new version of the row needs no new page.
CREATE TABLE head (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    number bigint NOT NULL,
    recorded_at bigint NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_scale_factor = 0);
INSERT INTO head (number, recorded_at) VALUES (0, 0);

CREATE FUNCTION refused_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'a % is never edited or deleted', TG_TABLE_NAME USING ERRCODE = 'RL001';
END $$;

CREATE TRIGGER fact_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fact
    FOR EACH STATEMENT EXECUTE FUNCTION refused_change();
ALTER TABLE fact ENABLE ALWAYS TRIGGER fact_stays;

-- Facts and head cannot come apart: inserting facts is what moves the head, whoever inserts them.
CREATE FUNCTION head_follows() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old_head @schema@.head%ROWTYPE;
    found record;
BEGIN
    SELECT count(*) AS facts, min(number) AS first, max(number) AS last, min(since) AS step,
           (array_agg(recorded_at ORDER BY number))[1] AS first_at, max(recorded_at) AS last_at
      INTO found
      FROM (SELECT number, recorded_at, recorded_at - lag(recorded_at) OVER (ORDER BY number) AS since FROM added) one;
    IF found.facts = 0 THEN
        RETURN NULL;
    END IF;
    SELECT * INTO STRICT old_head FROM @schema@.head FOR UPDATE;
    IF found.first <> old_head.number + 1 OR found.last <> old_head.number + found.facts THEN
        RAISE EXCEPTION 'facts % to % do not follow fact %', found.first, found.last, old_head.number
            USING ERRCODE = 'RL002';
    END IF;
    IF found.first_at < old_head.recorded_at OR found.step < 0 THEN
        RAISE EXCEPTION 'facts % to % are stamped before the ones in front of them', found.first, found.last
            USING ERRCODE = 'RL002';
    END IF;
    -- What is stamped later than this would have everybody stamp so; a day is for clocks that differ.
    IF found.last_at > (extract(epoch FROM clock_timestamp()) + 86400) * 1000000 THEN
        RAISE EXCEPTION 'fact % is stamped more than a day ahead', found.last USING ERRCODE = 'RL003';
    END IF;
    IF EXISTS (SELECT FROM added WHERE tags <> '' AND tags COLLATE "C" <>
               (SELECT string_agg(DISTINCT tag COLLATE "C", ' ' ORDER BY tag COLLATE "C") FROM unnest(string_to_array(tags, ' ')) AS one (tag))) THEN
        RAISE EXCEPTION 'facts % to % have tags that are unsorted or stand twice', found.first, found.last
            USING ERRCODE = 'RL003';
    END IF;
    UPDATE @schema@.head SET number = found.last, recorded_at = found.last_at;
    RETURN NULL;
END $$;

CREATE TRIGGER fact_moves_head AFTER INSERT ON fact REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION head_follows();
ALTER TABLE fact ENABLE ALWAYS TRIGGER fact_moves_head;

-- The head is the last fact, so that it goes neither back nor beyond.
CREATE FUNCTION head_forward() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (SELECT max(number) FROM @schema@.fact) IS DISTINCT FROM NEW.number
       OR (SELECT recorded_at FROM @schema@.fact WHERE number = NEW.number) <> NEW.recorded_at THEN
        RAISE EXCEPTION 'fact % is not the last one', NEW.number USING ERRCODE = 'RL002';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER head_goes_forward BEFORE UPDATE ON head FOR EACH ROW EXECUTE FUNCTION head_forward();
ALTER TABLE head ENABLE ALWAYS TRIGGER head_goes_forward;

CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON head FOR EACH STATEMENT EXECUTE FUNCTION refused_change();
ALTER TABLE head ENABLE ALWAYS TRIGGER head_stays;
