-- Run it with: sqlite3 <file> ".read <this file>"
-- It stops at the first error. What is done by then stays done and is in the journal: plan again for the rest.
.bail on

-- Nobody else migrates meanwhile. If the database is locked here, another process is migrating it: wait until it is done, and plan again.
.timeout 0
ATTACH (SELECT file || '.schema-evolve.shell' FROM pragma_database_list WHERE name = 'main') AS schema_evolve_shell;
PRAGMA schema_evolve_shell.locking_mode = EXCLUSIVE;
PRAGMA schema_evolve_shell.user_version = 0;

.timeout 60000
PRAGMA foreign_keys = ON;
PRAGMA legacy_alter_table = OFF;
CREATE TEMP TABLE schema_evolve_step AS SELECT julianday('now') AS began, 0 AS rows;

-- The journal is made where there is none, and is what it was when this was planned.
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS schema_evolve_migrations (
    id INTEGER NOT NULL PRIMARY KEY,
    begun INTEGER NOT NULL UNIQUE,
    name TEXT NOT NULL,
    scope TEXT,
    owner TEXT,
    reason TEXT,
    fingerprint TEXT NOT NULL,
    definition TEXT NOT NULL,
    state TEXT NOT NULL,
    is_birth INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    migrated_at TEXT,
    changed_at TEXT NOT NULL,
    app_version TEXT
);

CREATE TABLE IF NOT EXISTS schema_evolve_steps (
    migration INTEGER NOT NULL REFERENCES schema_evolve_migrations (id),
    phase TEXT NOT NULL,
    number INTEGER NOT NULL,
    fingerprint TEXT NOT NULL,
    description TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    cursor TEXT,
    rows INTEGER,
    started_at TEXT,
    finished_at TEXT,
    error TEXT,
    PRIMARY KEY (migration, phase, number)
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS schema_evolve_events (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    migration INTEGER,
    name TEXT,
    phase TEXT,
    description TEXT NOT NULL,
    sql TEXT,
    code TEXT,
    message TEXT,
    stack TEXT,
    blockers TEXT,
    duration_ms REAL,
    actor TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    app_version TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS schema_evolve_meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS schema_evolve_instances (
    id TEXT NOT NULL PRIMARY KEY,
    app_version TEXT NOT NULL,
    newest INTEGER,
    known TEXT NOT NULL,
    host TEXT NOT NULL,
    process INTEGER NOT NULL,
    patience_s REAL NOT NULL,
    started_at TEXT NOT NULL,
    steady_since TEXT NOT NULL,
    seen_at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS schema_evolve_approvals (
    migration INTEGER NOT NULL,
    approver TEXT NOT NULL,
    note TEXT,
    at TEXT NOT NULL,
    PRIMARY KEY (migration, approver)
) WITHOUT ROWID;
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "The journal is of this release. Start the application once, which brings it up to date, and plan again." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT 1
WHERE EXISTS (SELECT 1 FROM schema_evolve_meta)
    AND (SELECT count(*) FROM schema_evolve_meta WHERE (key, value) IN (VALUES ('format', '1'), ('layout', '2'))) <> 2
);
DROP TABLE temp.schema_evolve_rule;
INSERT INTO schema_evolve_meta (key, value)
VALUES ('format', '1'), ('layout', '2'), ('release', '0.1.0')
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "The journal is as it was when this script was written. Plan again." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT 1
WHERE (SELECT count(*) FROM schema_evolve_migrations) <> 1
    OR EXISTS (SELECT 1 FROM schema_evolve_migrations WHERE id || ' ' || state NOT IN ('202601050900 migrated'))
    OR (SELECT count(*) FROM schema_evolve_steps WHERE state = 'done') <> 2
);
DROP TABLE temp.schema_evolve_rule;
COMMIT;

CREATE TEMP VIEW schema_evolve_start AS SELECT '' AS entry;
CREATE TEMP TRIGGER schema_evolve_start_entry INSTEAD OF INSERT ON schema_evolve_start BEGIN
INSERT INTO schema_evolve_migrations
    (id, begun, name, scope, owner, reason, fingerprint, definition, state, is_birth, started_at, migrated_at, changed_at, app_version)
VALUES (
    new.entry ->> 'id',
    (SELECT coalesce(max(begun), 0) + 1 FROM schema_evolve_migrations),
    new.entry ->> 'name',
    new.entry ->> 'scope',
    new.entry ->> 'owner',
    new.entry ->> 'reason',
    new.entry ->> 'fingerprint',
    new.entry ->> 'definition',
    coalesce(new.entry ->> 'state', 'pending'),
    new.entry ->> 'isBirth',
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now', new.entry ->> 'ago'),
    iif(new.entry ->> 'isMigrated', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL),
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    new.entry ->> 'appVersion')
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name,
    scope = excluded.scope,
    owner = excluded.owner,
    reason = excluded.reason,
    fingerprint = excluded.fingerprint,
    definition = excluded.definition,
    begun = iif(state = 'pending', excluded.begun, begun),
    started_at = iif(state = 'pending', excluded.started_at, started_at),
    app_version = iif(state = 'pending', excluded.app_version, app_version),
    migrated_at = iif(new.entry ->> 'isMigrated', coalesce(migrated_at, excluded.migrated_at), iif(new.entry ->> 'state' IS NULL, migrated_at, NULL)),
    state = coalesce(new.entry ->> 'state', state),
    changed_at = iif(new.entry ->> 'state' <> state, excluded.changed_at, changed_at);
INSERT INTO schema_evolve_steps
    (migration, phase, number, fingerprint, description, state, attempt, rows, started_at, finished_at, error)
SELECT
    new.entry ->> 'id',
    value ->> 'phase',
    value ->> 'number',
    value ->> 'fingerprint',
    value ->> 'description',
    value ->> 'state',
    value ->> 'state' <> 'pending',
    iif(value ->> 'state' = 'done', new.entry ->> 'rows', NULL),
    iif(value ->> 'state' <> 'pending', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', new.entry ->> 'ago'), NULL),
    iif(value ->> 'state' IN ('done', 'failed'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL),
    iif(value ->> 'state' = 'failed', new.entry ->> 'error', NULL)
FROM json_each(new.entry, '$.operations')
WHERE true
ON CONFLICT (migration, phase, number) DO UPDATE SET
    fingerprint = excluded.fingerprint,
    description = excluded.description,
    state = iif(excluded.state = 'pending', state, excluded.state),
    cursor = iif(excluded.state = 'done' OR (excluded.state = 'running' AND phase = 'expand' AND new.entry ->> 'kind' IS NOT NULL), NULL, cursor),
    attempt = attempt + iif((excluded.state = 'running' AND new.entry ->> 'kind' IS NULL) OR state <> 'running', excluded.attempt, 0),
    rows = excluded.rows,
    started_at = iif(state = 'running' AND excluded.state <> 'running', started_at, coalesce(excluded.started_at, started_at)),
    finished_at = iif(excluded.state = 'pending', finished_at, excluded.finished_at),
    error = iif(excluded.state = 'pending', error, excluded.error)
WHERE state <> 'done';
END;

CREATE TEMP VIEW schema_evolve_finish AS SELECT '' AS entry;
CREATE TEMP TRIGGER schema_evolve_finish_entry INSTEAD OF INSERT ON schema_evolve_finish BEGIN
INSERT INTO schema_evolve_migrations
    (id, begun, name, scope, owner, reason, fingerprint, definition, state, is_birth, started_at, migrated_at, changed_at, app_version)
VALUES (
    new.entry ->> 'id',
    (SELECT coalesce(max(begun), 0) + 1 FROM schema_evolve_migrations),
    new.entry ->> 'name',
    new.entry ->> 'scope',
    new.entry ->> 'owner',
    new.entry ->> 'reason',
    new.entry ->> 'fingerprint',
    new.entry ->> 'definition',
    coalesce(new.entry ->> 'state', 'pending'),
    new.entry ->> 'isBirth',
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now', new.entry ->> 'ago'),
    iif(new.entry ->> 'isMigrated', strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL),
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    new.entry ->> 'appVersion')
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name,
    scope = excluded.scope,
    owner = excluded.owner,
    reason = excluded.reason,
    fingerprint = excluded.fingerprint,
    definition = excluded.definition,
    begun = iif(state = 'pending', excluded.begun, begun),
    started_at = iif(state = 'pending', excluded.started_at, started_at),
    app_version = iif(state = 'pending', excluded.app_version, app_version),
    migrated_at = iif(new.entry ->> 'isMigrated', coalesce(migrated_at, excluded.migrated_at), iif(new.entry ->> 'state' IS NULL, migrated_at, NULL)),
    state = coalesce(new.entry ->> 'state', state),
    changed_at = iif(new.entry ->> 'state' <> state, excluded.changed_at, changed_at);
INSERT INTO schema_evolve_steps
    (migration, phase, number, fingerprint, description, state, attempt, rows, started_at, finished_at, error)
SELECT
    new.entry ->> 'id',
    value ->> 'phase',
    value ->> 'number',
    value ->> 'fingerprint',
    value ->> 'description',
    value ->> 'state',
    value ->> 'state' <> 'pending',
    iif(value ->> 'state' = 'done', new.entry ->> 'rows', NULL),
    iif(value ->> 'state' <> 'pending', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', new.entry ->> 'ago'), NULL),
    iif(value ->> 'state' IN ('done', 'failed'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), NULL),
    iif(value ->> 'state' = 'failed', new.entry ->> 'error', NULL)
FROM json_each(new.entry, '$.operations')
WHERE true
ON CONFLICT (migration, phase, number) DO UPDATE SET
    fingerprint = excluded.fingerprint,
    description = excluded.description,
    state = iif(excluded.state = 'pending', state, excluded.state),
    cursor = iif(excluded.state = 'done' OR (excluded.state = 'running' AND phase = 'expand' AND new.entry ->> 'kind' IS NOT NULL), NULL, cursor),
    attempt = attempt + iif((excluded.state = 'running' AND new.entry ->> 'kind' IS NULL) OR state <> 'running', excluded.attempt, 0),
    rows = excluded.rows,
    started_at = iif(state = 'running' AND excluded.state <> 'running', started_at, coalesce(excluded.started_at, started_at)),
    finished_at = iif(excluded.state = 'pending', finished_at, excluded.finished_at),
    error = iif(excluded.state = 'pending', error, excluded.error)
WHERE state <> 'done';
DELETE FROM schema_evolve_steps
WHERE migration = new.entry ->> 'id'
    AND state <> 'done'
    AND (phase, number) NOT IN (SELECT value ->> 'phase', value ->> 'number' FROM json_each(new.entry, '$.operations'));
INSERT INTO schema_evolve_events
    (at, kind, migration, name, phase, description, sql, code, message, stack, blockers, duration_ms, actor, host, process, app_version)
VALUES (
    strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
    new.entry ->> 'kind',
    new.entry ->> 'id',
    new.entry ->> 'name',
    new.entry ->> 'phase',
    new.entry ->> 'description',
    new.entry ->> 'sql',
    new.entry ->> 'code',
    new.entry ->> 'error',
    new.entry ->> 'stack',
    new.entry ->> 'blockers',
    new.entry ->> 'duration',
    new.entry ->> 'user',
    new.entry ->> 'host',
    new.entry ->> 'process',
    new.entry ->> 'appVersion');
END;

-- 2026_02_02_0900 FindVisits, Expand: Create index ix_visits_patient on visits; Add foreign key fk_visits_patient from visits to patients
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
INSERT INTO schema_evolve_start
SELECT json_set('{"id":202602020900,"name":"FindVisits","scope":"visits","owner":"front-desk","reason":"Looking one up takes seconds | sometimes minutes","fingerprint":"266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9","definition":"CreateIndex table=\u0022visits\u0022 index=(name=\u0022ix_visits_patient\u0022 keys=[(column=\u0022patient\u0022)])\nAddForeignKey table=\u0022visits\u0022 key=(name=\u0022fk_visits_patient\u0022 columns=[\u0022patient\u0022] references=\u0022patients\u0022)","phase":"expand","description":"Create index ix_visits_patient on visits; Add foreign key fk_visits_patient from visits to patients","operations":[{"phase":"expand","number":0,"fingerprint":"62b1bd973bd38a40f4db0fdfdaec8ae9211fd1a57d0bb1354c79c7e1f1fca3ef","description":"Create index ix_visits_patient on visits","state":"running"},{"phase":"expand","number":1,"fingerprint":"eced53e6d6f4ec583bc0a4a214a6ff65a388e673319019ae98d7156fa73a95cb","description":"Add foreign key fk_visits_patient from visits to patients","state":"running"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":null,"isMigrated":false,"kind":null,"sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
BEGIN IMMEDIATE;
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "Foreign keys are off while a table is copied." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys
);
DROP TABLE temp.schema_evolve_rule;
CREATE TEMP TABLE "_se_broken_before" AS
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('visits'))
GROUP BY child, id, parent;
CREATE INDEX "ix_visits_patient" ON "visits" ("patient");
CREATE TABLE "_se_new_visits" (
    "id" BIGINT NOT NULL,
    "patient" BIGINT NOT NULL,
    "notes" TEXT,
    CONSTRAINT "pk_visits" PRIMARY KEY ("id"),
    CONSTRAINT "fk_visits_patient" FOREIGN KEY ("patient") REFERENCES "patients" ("id")
);
INSERT OR ABORT INTO "_se_new_visits" ("rowid", "id", "patient", "notes")
SELECT "rowid", "id", "patient", "notes"
FROM "visits";
UPDATE temp.schema_evolve_step SET rows = rows + changes();
DROP TABLE "visits";
ALTER TABLE "_se_new_visits" RENAME TO "visits";
CREATE INDEX "ix_visits_patient" ON "visits" ("patient");
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "Every row refers to a row that exists." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT now.child, now.id, now.parent
FROM (
SELECT child, id, parent, count(*) AS times
FROM (SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check('visits'))
GROUP BY child, id, parent
) now
LEFT JOIN temp."_se_broken_before" old ON old.child = now.child AND old.id IS now.id AND old.parent = now.parent
WHERE now.times > coalesce(old.times, 0)
);
DROP TABLE temp.schema_evolve_rule;
DROP TABLE temp."_se_broken_before";
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602020900,"name":"FindVisits","scope":"visits","owner":"front-desk","reason":"Looking one up takes seconds | sometimes minutes","fingerprint":"266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9","definition":"CreateIndex table=\u0022visits\u0022 index=(name=\u0022ix_visits_patient\u0022 keys=[(column=\u0022patient\u0022)])\nAddForeignKey table=\u0022visits\u0022 key=(name=\u0022fk_visits_patient\u0022 columns=[\u0022patient\u0022] references=\u0022patients\u0022)","phase":"expand","description":"Create index ix_visits_patient on visits; Add foreign key fk_visits_patient from visits to patients","operations":[{"phase":"expand","number":0,"fingerprint":"62b1bd973bd38a40f4db0fdfdaec8ae9211fd1a57d0bb1354c79c7e1f1fca3ef","description":"Create index ix_visits_patient on visits","state":"done"},{"phase":"expand","number":1,"fingerprint":"eced53e6d6f4ec583bc0a4a214a6ff65a388e673319019ae98d7156fa73a95cb","description":"Add foreign key fk_visits_patient from visits to patients","state":"done"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"migrated","isMigrated":true,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;

-- 2026_02_09_0900 CallItPhoneNumber, Expand: Add column phone_number to patients; Keep phone and phone_number of patients in step
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
BEGIN IMMEDIATE;
ALTER TABLE "patients" ADD COLUMN "phone_number" TEXT;
CREATE TRIGGER "schema_evolve_inserted_patients" AFTER INSERT ON "patients"
BEGIN
    UPDATE "patients" SET "phone" = "phone_number"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN NOT ("phone_number" IS NULL) THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +("phone_number")) END;
    UPDATE "patients" SET "phone_number" = trim("phone")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN "phone_number" IS NULL THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) END;
END;
CREATE TRIGGER "schema_evolve_updated_patients" AFTER UPDATE OF "phone", "phone_number" ON "patients"
WHEN NEW."phone" COLLATE BINARY IS NOT OLD."phone" OR NEW."phone_number" COLLATE BINARY IS NOT OLD."phone_number"
BEGIN
    UPDATE "patients" SET "phone" = "phone_number"
    WHERE (NEW."phone_number" COLLATE BINARY IS NOT OLD."phone_number") AND "rowid" IS NEW."rowid" AND CASE WHEN "phone_number" COLLATE BINARY IS NOT OLD."phone_number" THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +("phone_number")) END;
    UPDATE "patients" SET "phone_number" = trim("phone")
    WHERE (NEW."phone" COLLATE BINARY IS NOT OLD."phone") AND NOT (NEW."phone_number" COLLATE BINARY IS NOT OLD."phone_number") AND "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND NOT ("phone_number" COLLATE BINARY IS NOT OLD."phone_number") THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +("phone_number")) END;
    UPDATE "patients" SET "phone" = "phone_number"
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("phone_number" COLLATE BINARY IS NOT OLD."phone_number") AND (NOT (NEW."phone_number" COLLATE BINARY IS NOT OLD."phone_number") OR "phone_number" COLLATE BINARY IS NOT NEW."phone_number") THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +("phone_number")) END;
    UPDATE "patients" SET "phone_number" = trim("phone")
    WHERE "rowid" IS NEW."rowid" AND CASE WHEN ("phone" COLLATE BINARY IS NOT OLD."phone") AND (NEW."phone_number" COLLATE BINARY IS NOT OLD."phone_number" OR "phone" COLLATE BINARY IS NOT NEW."phone") THEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) AND NOT ("phone" COLLATE BINARY IS +("phone_number")) END;
END;
CREATE TABLE IF NOT EXISTS "schema_evolve_annotations" (
    kind TEXT NOT NULL,
    object TEXT NOT NULL,
    detail NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (kind, object, detail)
) WITHOUT ROWID;
INSERT OR REPLACE INTO "schema_evolve_annotations" (kind, object, detail, words) VALUES ('dual write', 'patients', 1, '{"name":"se_patients_phone_phone_number","up":[{"column":"phone_number","value":"trim(\"phone\")"}],"down":[{"column":"phone","value":"\"phone_number\""}]}');
UPDATE temp.schema_evolve_step SET rows = rows + changes();
EXPLAIN INSERT INTO "patients" DEFAULT VALUES;
EXPLAIN UPDATE "patients" SET "id" = "id", "name" = "name", "phone" = "phone", "fax" = "fax", "phone_number" = "phone_number";
EXPLAIN DELETE FROM "patients";
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602090900,"name":"CallItPhoneNumber","scope":"patients","owner":"front-desk","reason":"Everybody calls it that","fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","definition":"ReplaceColumn table=\u0022patients\u0022 old=\u0022phone\u0022 new=(name=\u0022phone_number\u0022 type=\u0022text\u0022) up=\u0022trim(old)\u0022","phase":"expand","description":"Add column phone_number to patients; Keep phone and phone_number of patients in step","operations":[{"phase":"expand","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"done"},{"phase":"migrate","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"},{"phase":"contract","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"},{"phase":"purge","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"expanded","isMigrated":false,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;

-- 2026_02_16_0900 ForgetTheFax, Expand: Nothing to change
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
BEGIN IMMEDIATE;
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602160900,"name":"ForgetTheFax","scope":null,"owner":"archive","reason":null,"fingerprint":"a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e","definition":"DropColumn table=\u0022patients\u0022 column=\u0022fax\u0022","phase":"expand","description":"Nothing to change","operations":[{"phase":"contract","number":0,"fingerprint":"a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e","description":"Drop column fax from patients","state":"pending"},{"phase":"purge","number":0,"fingerprint":"a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e","description":"Drop column fax from patients","state":"pending"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"migrated","isMigrated":true,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;

-- 2026_02_09_0900 CallItPhoneNumber, Migrate: Fill phone_number of patients
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
INSERT INTO schema_evolve_start
SELECT json_set('{"id":202602090900,"name":"CallItPhoneNumber","scope":"patients","owner":"front-desk","reason":"Everybody calls it that","fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","definition":"ReplaceColumn table=\u0022patients\u0022 old=\u0022phone\u0022 new=(name=\u0022phone_number\u0022 type=\u0022text\u0022) up=\u0022trim(old)\u0022","phase":"migrate","description":"Fill phone_number of patients","operations":[],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":null,"isMigrated":false,"kind":null,"sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
-- In one statement: nobody else writes until it is done. The application does it in batches, and lets others write between them.
BEGIN IMMEDIATE;
UPDATE temp.schema_evolve_step
SET rows = rows + coalesce(
    (
        SELECT cursor ->> 'written' FROM schema_evolve_steps
        WHERE migration = 202602090900 AND phase = 'migrate' AND number = 0
            AND cursor ->> 'of' = '50bc42623033dce166dbc202257f9a952d617d9b28c8aadbb0dde30856ed02bd'
    ),
    0
);
UPDATE "patients" SET "phone_number" = trim("phone")
WHERE CASE WHEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) THEN NOT ("phone" COLLATE BINARY IS +("phone_number")) OR ("phone_number" IS NULL) ELSE FALSE END;
UPDATE temp.schema_evolve_step SET rows = rows + changes();
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602090900,"name":"CallItPhoneNumber","scope":"patients","owner":"front-desk","reason":"Everybody calls it that","fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","definition":"ReplaceColumn table=\u0022patients\u0022 old=\u0022phone\u0022 new=(name=\u0022phone_number\u0022 type=\u0022text\u0022) up=\u0022trim(old)\u0022","phase":"migrate","description":"Fill phone_number of patients","operations":[{"phase":"contract","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"},{"phase":"purge","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"},{"phase":"migrate","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"running"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"expanded","isMigrated":false,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;

-- 2026_02_09_0900 CallItPhoneNumber, Migrate: Verify phone_number of patients
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
INSERT INTO schema_evolve_start
SELECT json_set('{"id":202602090900,"name":"CallItPhoneNumber","scope":"patients","owner":"front-desk","reason":"Everybody calls it that","fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","definition":"ReplaceColumn table=\u0022patients\u0022 old=\u0022phone\u0022 new=(name=\u0022phone_number\u0022 type=\u0022text\u0022) up=\u0022trim(old)\u0022","phase":"migrate","description":"Verify phone_number of patients","operations":[{"phase":"migrate","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"running"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":null,"isMigrated":false,"kind":null,"sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "Every row of patients is filled." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT "id" FROM "patients" WHERE CASE WHEN NOT ("phone_number" COLLATE BINARY IS +(trim("phone"))) THEN NOT ("phone" COLLATE BINARY IS +("phone_number")) OR ("phone_number" IS NULL) ELSE FALSE END LIMIT 6
);
DROP TABLE temp.schema_evolve_rule;
BEGIN IMMEDIATE;
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602090900,"name":"CallItPhoneNumber","scope":"patients","owner":"front-desk","reason":"Everybody calls it that","fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","definition":"ReplaceColumn table=\u0022patients\u0022 old=\u0022phone\u0022 new=(name=\u0022phone_number\u0022 type=\u0022text\u0022) up=\u0022trim(old)\u0022","phase":"migrate","description":"Verify phone_number of patients","operations":[{"phase":"migrate","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"done"},{"phase":"contract","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"},{"phase":"purge","number":0,"fingerprint":"d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20","description":"Replace column phone of patients by phone_number","state":"pending"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"migrated","isMigrated":true,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;

-- 2026_02_23_0900 TidyNotes, Expand: Run SQL: UPDATE visits SET notes = NULL WHERE notes = ''
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
BEGIN IMMEDIATE;
UPDATE visits SET notes = NULL WHERE notes = '';
UPDATE temp.schema_evolve_step SET rows = rows + changes();
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202602230900,"name":"TidyNotes","scope":null,"owner":null,"reason":null,"fingerprint":"009ca2cc396759e3f3b8500aef77da79ceb544fdcd7040d6a14012451a00cf20","definition":"RunSql up=\u0022UPDATE visits SET notes = NULL WHERE notes = \u0027\u0027\u0022 undo=(impossible=\u0022Nobody needs empty notes.\u0022) during=\u0022Expand\u0022\nRunCode name=\u0022read the notes of the old system\u0022 version=2 during=\u0022Expand\u0022\nAddColumn table=\u0022visits\u0022 column=(name=\u0022language\u0022 type=\u0022text\u0022 not-null=true default=\u0022\u0027en\u0027\u0022)","phase":"expand","description":"Run SQL: UPDATE visits SET notes = NULL WHERE notes = \u0027\u0027","operations":[{"phase":"expand","number":0,"fingerprint":"5d974a1ceead9466558a91c716f515fbd987cc0de9ba15e4dbdbbfcacdf23875","description":"Run SQL: UPDATE visits SET notes = NULL WHERE notes = \u0027\u0027","state":"done"}],"isBirth":false,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"expanding","isMigrated":false,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
COMMIT;

-- 2026_02_23_0900 TidyNotes, Expand: Run C#: read the notes of the old system
CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT "“read the notes of the old system” is written in C#, which sqlite3 does not run. Let the application do this step, then plan again." CHECK (NOT is_broken));
INSERT INTO schema_evolve_rule
SELECT EXISTS (
SELECT 1
);
DROP TABLE temp.schema_evolve_rule;

-- Not in this script: 2026_02_23_0900 TidyNotes, Expand: Add column language to visits
