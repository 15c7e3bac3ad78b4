-- The record of Détente, schema 1. docs/record.md describes it for people; keep the two together.
-- Rows are only ever added. The tables under "derived" are caches, rebuilt from the others on demand.

-- What is kept ----------------------------------------------------------------------------------

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    text TEXT NOT NULL
) STRICT;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    number INTEGER NOT NULL CHECK (number > 0),
    sha256 TEXT NOT NULL,
    url TEXT,
    outlet TEXT,
    author TEXT,
    title TEXT,
    date TEXT CHECK (date IS NULL OR date GLOB '????-??-??'),
    text_file TEXT,
    recorded TEXT NOT NULL,
    body_id INTEGER NOT NULL REFERENCES body (id),
    UNIQUE (report_id, number)
) STRICT;
CREATE INDEX version_by_url ON version (url) WHERE url IS NOT NULL;
CREATE INDEX version_by_date ON version (date);
CREATE INDEX version_by_sha256 ON version (sha256);
CREATE INDEX version_by_body ON version (body_id);

CREATE TABLE maker (
    id INTEGER PRIMARY KEY,
    program TEXT NOT NULL,
    network TEXT NOT NULL,
    agenda TEXT NOT NULL,
    codebook TEXT NOT NULL,
    UNIQUE (program, network, agenda, codebook)
) STRICT;

CREATE TABLE reading (
    id INTEGER PRIMARY KEY,
    version_id INTEGER NOT NULL REFERENCES version (id),
    maker_id INTEGER NOT NULL REFERENCES maker (id),
    by_people INTEGER NOT NULL CHECK (by_people IN (0, 1)),
    recorded TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX reading_by_version ON reading (version_id);

CREATE TABLE party (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE speaker (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE issue (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE form (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO form VALUES (0, 'direct'), (1, 'indirect'), (2, 'mixed');
CREATE TABLE act (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    stance TEXT NOT NULL,
    firmness INTEGER
) STRICT;
INSERT INTO act VALUES
    (0, 'demand', 'for', 3), (1, 'propose', 'for', 1), (2, 'offer', 'for', 1), (3, 'accept', 'for', 0),
    (4, 'concede', 'for', 0), (5, 'commit', 'for', 1), (6, 'consider', 'open', 2), (7, 'reject', 'against', 3),
    (8, 'retract', 'against', 3), (9, 'threaten', 'for', 3), (10, 'warn', 'open', NULL),
    (11, 'accuse', 'open', NULL), (12, 'assess', 'open', NULL);

-- Spans are JSON, [[start, end], …] in code points of the body's text; NULL where there are none.
-- day counts days since 1970-01-01 (the version's date). same_as names the first row of the same item
-- in an earlier reading: an item's number is coalesce(same_as, id).
CREATE TABLE statement (
    id INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES reading (id),
    local INTEGER NOT NULL,
    day INTEGER,
    source TEXT,
    cue TEXT,
    content TEXT,
    form INTEGER NOT NULL REFERENCES form (id),
    hedged INTEGER NOT NULL CHECK (hedged IN (0, 1)),
    speaker_id INTEGER REFERENCES speaker (id),
    party_id INTEGER REFERENCES party (id),
    via INTEGER REFERENCES statement (id),
    confidence REAL NOT NULL,
    same_as INTEGER REFERENCES statement (id)
) STRICT;
CREATE INDEX statement_by_reading ON statement (reading_id);
CREATE INDEX statement_by_party ON statement (party_id, day);
CREATE INDEX statement_by_first ON statement (same_as) WHERE same_as IS NOT NULL;

-- voice is 1 first-hand, 2 second-hand; told_by the party on whose word, NULL for the report's own.
CREATE TABLE position (
    id INTEGER PRIMARY KEY,
    reading_id INTEGER NOT NULL REFERENCES reading (id),
    local INTEGER NOT NULL,
    day INTEGER,
    statement_id INTEGER REFERENCES statement (id),
    party_id INTEGER REFERENCES party (id),
    act INTEGER NOT NULL REFERENCES act (id),
    issue_id INTEGER NOT NULL REFERENCES issue (id),
    proposal TEXT,
    target_id INTEGER REFERENCES party (id),
    condition TEXT,
    grounds TEXT,
    confidence REAL NOT NULL,
    voice INTEGER NOT NULL CHECK (voice IN (1, 2)),
    told_by INTEGER REFERENCES party (id),
    same_as INTEGER REFERENCES position (id)
) STRICT;
CREATE INDEX position_by_reading ON position (reading_id);
-- Has all that the table of latest stances needs, so that it reads no rows.
CREATE INDEX position_by_party ON position (party_id, issue_id, voice, day, id, act, reading_id, same_as);
CREATE INDEX position_by_first ON position (same_as) WHERE same_as IS NOT NULL;

-- One row per field a person changed; statement and position hold the item's number.
CREATE TABLE correction (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    statement INTEGER REFERENCES statement (id),
    position INTEGER REFERENCES position (id),
    undoes INTEGER REFERENCES correction (id),
    carries INTEGER REFERENCES correction (id),
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'correct', 'reject', 'undo')),
    field TEXT,
    value TEXT,
    words TEXT,
    body_id INTEGER REFERENCES body (id),
    who TEXT NOT NULL CHECK (who <> ''),
    why TEXT,
    made TEXT NOT NULL,
    CHECK ((statement IS NULL) <> (position IS NULL)),
    CHECK ((kind = 'undo') = (undoes IS NOT NULL)),
    CHECK ((kind = 'correct') = (field IS NOT NULL))
) STRICT;
CREATE INDEX correction_by_report ON correction (report_id);
CREATE INDEX correction_by_statement ON correction (statement) WHERE statement IS NOT NULL;
CREATE INDEX correction_by_position ON correction (position) WHERE position IS NOT NULL;
CREATE INDEX correction_by_undone ON correction (undoes) WHERE undoes IS NOT NULL;

CREATE TABLE draft (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    who TEXT NOT NULL,
    made TEXT NOT NULL
) STRICT;
CREATE INDEX draft_by_name ON draft (name);

-- Derived -----------------------------------------------------------------------------------------

-- The readings that speak for each report now: the newest of its newest version, and what people added since.
CREATE TABLE current_reading (
    reading_id INTEGER PRIMARY KEY REFERENCES reading (id),
    report_id INTEGER NOT NULL REFERENCES report (id),
    version_id INTEGER NOT NULL REFERENCES version (id)
) STRICT;
CREATE INDEX current_by_report ON current_reading (report_id);
CREATE INDEX current_by_version ON current_reading (version_id);

CREATE VIRTUAL TABLE full_text USING fts5 (
    text, content = 'body', content_rowid = 'id', tokenize = "unicode61 remove_diacritics 2"
);

-- Fewer, larger steps while much is taken in: the words of about ten thousand statements are gathered in memory.
INSERT INTO full_text (full_text, rank) VALUES ('hashsize', 16777216);

CREATE TABLE derived (key TEXT PRIMARY KEY, state TEXT NOT NULL, value TEXT NOT NULL) STRICT;

-- For reading by hand -------------------------------------------------------------------------------

CREATE VIEW live_correction AS
SELECT c.*
FROM correction AS c
WHERE c.kind <> 'undo'
  AND NOT EXISTS (SELECT 1 FROM correction AS u WHERE u.undoes IN (c.id, c.carries));

CREATE VIEW current_reports AS
SELECT r.name AS report, v.number AS version, v.date, v.outlet, v.author, v.title, v.url, v.sha256, v.recorded,
       m.program, m.network, m.agenda, m.codebook, g.recorded AS read_at, b.text
FROM current_reading AS c
JOIN reading AS g ON g.id = c.reading_id AND g.by_people = 0
JOIN maker AS m ON m.id = g.maker_id
JOIN version AS v ON v.id = c.version_id
JOIN body AS b ON b.id = v.body_id
JOIN report AS r ON r.id = c.report_id;

CREATE VIEW effective_statement AS
WITH base AS (
    SELECT coalesce(s.same_as, s.id) AS number, r.name AS report, v.date, v.outlet, v.body_id, s.*
    FROM current_reading AS c
    JOIN statement AS s ON s.reading_id = c.reading_id
    JOIN version AS v ON v.id = c.version_id
    JOIN report AS r ON r.id = c.report_id
),
field AS (
    SELECT statement AS number, field, value, body_id, max(id) AS id
    FROM live_correction
    WHERE kind = 'correct' AND statement IS NOT NULL
    GROUP BY statement, field, body_id
)
SELECT b.number, b.report, 's' || b.local AS local, b.date, b.outlet, b.body_id,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'source' AND body_id = b.body_id), b.source), '') AS source,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'cue' AND body_id = b.body_id), b.cue), '') AS cue,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'content' AND body_id = b.body_id), b.content), '') AS content,
    coalesce((SELECT value FROM field WHERE number = b.number AND field = 'form' ORDER BY id DESC LIMIT 1), (SELECT name FROM form WHERE id = b.form)) AS form,
    coalesce((SELECT value FROM field WHERE number = b.number AND field = 'hedged' ORDER BY id DESC LIMIT 1), iif(b.hedged, 'true', 'false')) AS hedged,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'name' ORDER BY id DESC LIMIT 1), (SELECT name FROM speaker WHERE id = b.speaker_id)), '') AS speaker,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'party' ORDER BY id DESC LIMIT 1), (SELECT code FROM party WHERE id = b.party_id)), '') AS party,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'via' ORDER BY id DESC LIMIT 1), (SELECT 's' || local FROM statement WHERE id = b.via)), '') AS via,
    coalesce((SELECT 1.0 FROM live_correction WHERE statement = b.number LIMIT 1), b.confidence) AS confidence,
    coalesce((SELECT kind FROM live_correction WHERE statement = b.number ORDER BY coalesce(carries, id) DESC LIMIT 1), 'unreviewed') AS review
FROM base AS b;

CREATE VIEW current_statements AS
SELECT 's' || e.number AS id, e.report || '/' || e.local AS report_id, e.report, e.date, e.outlet, e.speaker, e.party,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.source) AS j) AS source,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.cue) AS j) AS cue,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.content) AS j) AS content,
    e.form, e.hedged, e.via, e.confidence, e.review
FROM effective_statement AS e
JOIN body AS t ON t.id = e.body_id
WHERE e.review <> 'reject';

CREATE VIEW effective_position AS
WITH base AS (
    SELECT coalesce(p.same_as, p.id) AS number, r.name AS report, v.date, v.outlet, v.body_id, p.*
    FROM current_reading AS c
    JOIN position AS p ON p.reading_id = c.reading_id
    JOIN version AS v ON v.id = c.version_id
    JOIN report AS r ON r.id = c.report_id
),
field AS (
    SELECT position AS number, field, value, body_id, max(id) AS id
    FROM live_correction
    WHERE kind = 'correct' AND position IS NOT NULL
    GROUP BY position, field, body_id
)
SELECT b.number, b.report, 'p' || b.local AS local, b.date, b.outlet, b.body_id,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'statement' ORDER BY id DESC LIMIT 1), (SELECT 's' || local FROM statement WHERE id = b.statement_id)), '') AS statement,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'party' ORDER BY id DESC LIMIT 1), (SELECT code FROM party WHERE id = b.party_id)), '') AS party,
    coalesce((SELECT value FROM field WHERE number = b.number AND field = 'act' ORDER BY id DESC LIMIT 1), (SELECT name FROM act WHERE id = b.act)) AS act,
    coalesce((SELECT value FROM field WHERE number = b.number AND field = 'issue' ORDER BY id DESC LIMIT 1), (SELECT code FROM issue WHERE id = b.issue_id)) AS issue,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'proposal' AND body_id = b.body_id), b.proposal), '') AS proposal,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'target' ORDER BY id DESC LIMIT 1), (SELECT code FROM party WHERE id = b.target_id)), '') AS target,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'condition' AND body_id = b.body_id), b.condition), '') AS condition,
    nullif(coalesce((SELECT value FROM field WHERE number = b.number AND field = 'grounds' AND body_id = b.body_id), b.grounds), '') AS grounds,
    coalesce((SELECT 1.0 FROM live_correction WHERE position = b.number LIMIT 1), b.confidence) AS confidence,
    coalesce((SELECT kind FROM live_correction WHERE position = b.number ORDER BY coalesce(carries, id) DESC LIMIT 1), 'unreviewed') AS review
FROM base AS b;

CREATE VIEW current_positions AS
SELECT 'p' || e.number AS id, e.report || '/' || e.local AS report_id, e.report, e.date, e.outlet, e.party, e.act, e.issue,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.proposal) AS j) AS proposal,
    e.target,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.condition) AS j) AS condition,
    (SELECT group_concat(substr(t.text, (j.value ->> 0) + 1, (j.value ->> 1) - (j.value ->> 0)), ' … ') FROM json_each(e.grounds) AS j) AS grounds,
    e.statement, e.confidence, e.review
FROM effective_position AS e
JOIN body AS t ON t.id = e.body_id
WHERE e.review <> 'reject'
  AND NOT EXISTS (
      SELECT 1 FROM effective_statement AS s
      WHERE s.report = e.report AND s.local = e.statement AND s.review = 'reject'
  );
