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
WHERE (SELECT count(*) FROM schema_evolve_migrations) <> 0
    OR EXISTS (SELECT 1 FROM schema_evolve_migrations WHERE id || ' ' || state NOT IN ())
    OR (SELECT count(*) FROM schema_evolve_steps WHERE state = 'done') <> 0
);
DROP TABLE temp.schema_evolve_rule;
COMMIT;

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
BEGIN IMMEDIATE;

-- 2026_01_05_0900 Open, Expand: Create table patients; Create table visits
UPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;
CREATE TABLE "patients" (
    "id" INTEGER CONSTRAINT "pk_patients" PRIMARY KEY AUTOINCREMENT,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "fax" TEXT
);
CREATE TABLE "visits" (
    "id" BIGINT NOT NULL,
    "patient" BIGINT NOT NULL,
    "notes" TEXT,
    CONSTRAINT "pk_visits" PRIMARY KEY ("id")
);
INSERT INTO schema_evolve_finish
SELECT json_set('{"id":202601050900,"name":"Open","scope":null,"owner":null,"reason":null,"fingerprint":"dba9947abb2fde59ae321e2ea9f13f962e7ffb879aaa74369532ccbc4e332d98","definition":"CreateTable table=(name=\u0022patients\u0022 columns=[(name=\u0022id\u0022 type=\u0022int64\u0022 not-null=true identity=(start=1 increment=1)), (name=\u0022name\u0022 type=\u0022text\u0022 not-null=true), (name=\u0022phone\u0022 type=\u0022text\u0022), (name=\u0022fax\u0022 type=\u0022text\u0022)] primary-key=(name=\u0022pk_patients\u0022 columns=[\u0022id\u0022]))\nCreateTable table=(name=\u0022visits\u0022 columns=[(name=\u0022id\u0022 type=\u0022int64\u0022 not-null=true), (name=\u0022patient\u0022 type=\u0022int64\u0022 not-null=true), (name=\u0022notes\u0022 type=\u0022text\u0022)] primary-key=(name=\u0022pk_visits\u0022 columns=[\u0022id\u0022]))","phase":"expand","description":"Create table patients; Create table visits","operations":[{"phase":"expand","number":0,"fingerprint":"aa098ba3bb18bb1d1dff6ed9c1509f025b643b0a4b1d211f7b4465ff53a7dcc3","description":"Create table patients","state":"done"},{"phase":"expand","number":1,"fingerprint":"bde4fe7d61526b31aba2f3d4ceb37bc6f229d0801cc33076f8d05900931cdc26","description":"Create table visits","state":"done"}],"isBirth":true,"rows":0,"ago":"-0.000 seconds","duration":0,"user":"script","host":"sqlite3","process":0,"appVersion":"1.2.3","state":"migrated","isMigrated":true,"kind":"applied","sql":null,"code":null,"error":null,"stack":null,"blockers":null}', '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);
INSERT INTO schema_evolve_meta (key, value)
VALUES ('stamp 75da67f677cb530142d493809895334aa286ccf7570a1e36f2df305f8503e1fb', strftime('%Y-%m-%dT%H:%M:%fZ', 'now') || ' ' || 'script@sqlite3, pid 0, version 1.2.3')
ON CONFLICT (key) DO UPDATE SET value = excluded.value;
DELETE FROM schema_evolve_meta
WHERE key IN (SELECT key FROM schema_evolve_meta WHERE key LIKE 'stamp %' ORDER BY value DESC LIMIT -1 OFFSET 16);
UPDATE schema_evolve_migrations
SET is_birth = false
WHERE is_birth;
COMMIT;
