-- Run it with: psql --no-psqlrc --file=<this file> <database>
-- It stops at the first error. What is done by then stays done and is in the journal: plan again for the rest.
\set ON_ERROR_STOP on
\set QUIET on
\encoding UTF8
SET client_min_messages = warning;
SET statement_timeout = 0;

-- Nobody else migrates meanwhile.
DO $se$
BEGIN
    IF NOT pg_try_advisory_lock(('x' || encode(substring(sha256(convert_to('SchemaEvolve|' || current_database() || '|schema_evolve', 'UTF8')) FOR 8), 'hex'))::bit(64)::bigint) THEN
        RAISE EXCEPTION USING MESSAGE = 'Another process is migrating this database. Wait until it is done, and plan again.';
    END IF;
END
$se$;

-- The journal is made where there is none, and is what it was when this was planned.
SELECT
    NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'schema_evolve') AS se_has_no_schema,
    to_regclass('"schema_evolve"."meta"') IS NULL AS se_has_no_journal
\gset
BEGIN;
\if :se_has_no_schema
CREATE SCHEMA "schema_evolve";
\endif
\if :se_has_no_journal
CREATE TABLE "schema_evolve"."migrations" (
    id bigint PRIMARY KEY,
    name text NOT NULL,
    scope text,
    owner text,
    reason text,
    begun bigint NOT NULL UNIQUE,
    state text NOT NULL,
    fingerprint text NOT NULL,
    definition text NOT NULL,
    app_version text NOT NULL,
    is_birth boolean NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    migrated_at timestamptz,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE "schema_evolve"."steps" (
    migration bigint NOT NULL REFERENCES "schema_evolve"."migrations",
    phase text NOT NULL,
    number integer NOT NULL,
    fingerprint text NOT NULL,
    description text NOT NULL,
    state text NOT NULL,
    attempt integer NOT NULL DEFAULT 0,
    cursor text,
    rows bigint NOT NULL DEFAULT 0,
    started_at timestamptz,
    finished_at timestamptz,
    error text,
    PRIMARY KEY (migration, phase, number)
);
CREATE TABLE "schema_evolve"."events" (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    kind text NOT NULL,
    migration bigint,
    name text,
    phase text,
    description text NOT NULL,
    duration interval,
    actor text,
    host text,
    process integer,
    app_version text,
    sql text,
    code text,
    message text,
    stack text,
    blockers text
);
CREATE TABLE "schema_evolve"."meta" (
    key text NOT NULL,
    value text NOT NULL,
    actor text,
    app_version text,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (key, value)
);
INSERT INTO "schema_evolve"."meta" (key, value)
VALUES ('format', '1'), ('layout', '2'), ('release', '0.1.0');
CREATE TABLE IF NOT EXISTS "schema_evolve"."instances" (
    id uuid PRIMARY KEY,
    app_version text NOT NULL,
    newest bigint,
    known bigint[] NOT NULL,
    host text NOT NULL,
    process integer NOT NULL,
    patience interval NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    steady_since timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE IF NOT EXISTS "schema_evolve"."approvals" (
    migration bigint NOT NULL,
    approver text NOT NULL,
    note text,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (migration, approver)
);
\endif
DO $se$
BEGIN
    IF EXISTS (
SELECT
WHERE (SELECT coalesce(string_agg(id || ' ' || state, ', ' ORDER BY id), '') FROM "schema_evolve"."migrations")
        <> '202601050900 migrated'
    OR (SELECT count(*) FROM "schema_evolve"."steps" WHERE state = 'done') <> 2
    OR (SELECT string_agg(key || value, ' ' ORDER BY key) FROM "schema_evolve"."meta" WHERE key IN ('format', 'layout'))
        IS DISTINCT FROM 'format1 layout2'
    ) THEN
        RAISE EXCEPTION USING MESSAGE = 'This does not hold: The journal is as it was when this script was written. Plan again.';
    END IF;
END
$se$;
COMMIT;

-- 2026_02_02_0900 FindVisits, Expand: Create index ix_visits_patient on visits
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
PREPARE se_note_1 (bigint, text, text, text, text, text, text, text, text, boolean, boolean) AS
INSERT INTO "schema_evolve"."migrations" AS known (id, name, scope, owner, reason, begun, state, fingerprint, definition, app_version, is_birth, migrated_at)
SELECT $1, $2, $3, $4, $5, COALESCE(max(begun), 0) + 1, COALESCE($6, 'pending'), $7, $8, $9, $10, CASE WHEN $11 THEN clock_timestamp() END FROM "schema_evolve"."migrations"
ON CONFLICT (id) DO UPDATE SET
    name = EXCLUDED.name,
    scope = EXCLUDED.scope,
    owner = EXCLUDED.owner,
    reason = EXCLUDED.reason,
    state = COALESCE($6, known.state),
    fingerprint = EXCLUDED.fingerprint,
    definition = EXCLUDED.definition,
    begun = CASE WHEN known.state = 'pending' THEN EXCLUDED.begun ELSE known.begun END,
    started_at = CASE WHEN known.state = 'pending' THEN EXCLUDED.started_at ELSE known.started_at END,
    app_version = CASE WHEN known.state = 'pending' THEN EXCLUDED.app_version ELSE known.app_version END,
    is_birth = EXCLUDED.is_birth,
    migrated_at = CASE WHEN $11 THEN COALESCE(known.migrated_at, EXCLUDED.migrated_at) WHEN $6 IS NULL THEN known.migrated_at END,
    changed_at = CASE WHEN COALESCE($6, known.state) = known.state THEN known.changed_at ELSE clock_timestamp() END;
EXECUTE se_note_1 (202602020900, 'FindVisits', 'visits', 'front-desk', 'Looking one up takes seconds | sometimes minutes', NULL, '266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9', 'CreateIndex table="visits" index=(name="ix_visits_patient" keys=[(column="patient")])
AddForeignKey table="visits" key=(name="fk_visits_patient" columns=["patient"] references="patients")', '1.2.3', false, false);
PREPARE se_note_2 (bigint, text[], integer[], text[], text[], text, bigint, interval, text) AS
INSERT INTO "schema_evolve"."steps" AS known (migration, phase, number, fingerprint, description, state, attempt, rows, started_at, finished_at, error)
SELECT $1, step.*, $6, 1, $7, clock_timestamp() - $8, CASE WHEN $6 = 'done' THEN clock_timestamp() END, $9
FROM unnest($2, $3, $4, $5) AS step (phase, number, fingerprint, description)
ON CONFLICT (migration, phase, number) DO UPDATE SET
    fingerprint = EXCLUDED.fingerprint,
    description = EXCLUDED.description,
    state = EXCLUDED.state,
    cursor = CASE WHEN EXCLUDED.state <> 'done' THEN known.cursor END,
    attempt = known.attempt + CASE WHEN known.state = 'running' AND EXCLUDED.state <> 'running' THEN 0 ELSE 1 END,
    rows = EXCLUDED.rows,
    started_at = EXCLUDED.started_at,
    finished_at = EXCLUDED.finished_at,
    error = EXCLUDED.error;
EXECUTE se_note_2 (202602020900, ARRAY['expand']::text[], ARRAY[0]::integer[], ARRAY['62b1bd973bd38a40f4db0fdfdaec8ae9211fd1a57d0bb1354c79c7e1f1fca3ef']::text[], ARRAY['Create index ix_visits_patient on visits']::text[], 'running', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
CREATE INDEX CONCURRENTLY "ix_visits_patient" ON "visits" ("patient");
BEGIN;
EXECUTE se_note_1 (202602020900, 'FindVisits', 'visits', 'front-desk', 'Looking one up takes seconds | sometimes minutes', 'expanding', '266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9', 'CreateIndex table="visits" index=(name="ix_visits_patient" keys=[(column="patient")])
AddForeignKey table="visits" key=(name="fk_visits_patient" columns=["patient"] references="patients")', '1.2.3', false, false);
EXECUTE se_note_2 (202602020900, ARRAY['expand']::text[], ARRAY[0]::integer[], ARRAY['62b1bd973bd38a40f4db0fdfdaec8ae9211fd1a57d0bb1354c79c7e1f1fca3ef']::text[], ARRAY['Create index ix_visits_patient on visits']::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
PREPARE se_note_3 (bigint, text[], integer[]) AS
DELETE FROM "schema_evolve"."steps"
WHERE migration = $1 AND state <> 'done' AND (phase, number) NOT IN (SELECT * FROM unnest($2, $3));
EXECUTE se_note_3 (202602020900, ARRAY[]::text[], ARRAY[]::integer[]);
PREPARE se_note_4 (text, bigint, text, text, text, interval, text, text, integer, text, text, text, text, text, text) AS
INSERT INTO "schema_evolve"."events" (kind, migration, name, phase, description, duration, actor, host, process, app_version, sql, code, message, stack, blockers)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15);
EXECUTE se_note_4 ('applied', 202602020900, 'FindVisits', 'expand', 'Create index ix_visits_patient on visits', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_02_0900 FindVisits, Expand: Add foreign key fk_visits_patient from visits to patients
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
EXECUTE se_note_1 (202602020900, 'FindVisits', 'visits', 'front-desk', 'Looking one up takes seconds | sometimes minutes', NULL, '266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9', 'CreateIndex table="visits" index=(name="ix_visits_patient" keys=[(column="patient")])
AddForeignKey table="visits" key=(name="fk_visits_patient" columns=["patient"] references="patients")', '1.2.3', false, false);
EXECUTE se_note_2 (202602020900, ARRAY['expand']::text[], ARRAY[1]::integer[], ARRAY['eced53e6d6f4ec583bc0a4a214a6ff65a388e673319019ae98d7156fa73a95cb']::text[], ARRAY['Add foreign key fk_visits_patient from visits to patients']::text[], 'running', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
DO $se$
BEGIN
    IF EXISTS (
SELECT child."id", child."patient"
FROM "visits" AS child
WHERE child."patient" IS NOT NULL
    AND NOT EXISTS (SELECT FROM "patients" AS parent WHERE parent."id" = child."patient")
LIMIT 6
    ) THEN
        RAISE EXCEPTION USING MESSAGE = 'This does not hold: Rows of visits are to refer to rows of patients by fk_visits_patient, but some refer to none.';
    END IF;
END
$se$;
BEGIN;
SET LOCAL lock_timeout = 100;
LOCK TABLE "patients" IN SHARE ROW EXCLUSIVE MODE;
LOCK TABLE "visits" IN SHARE ROW EXCLUSIVE MODE;
ALTER TABLE "visits" ADD CONSTRAINT "fk_visits_patient" FOREIGN KEY ("patient") REFERENCES "patients" ("id") NOT VALID;
COMMIT;
ALTER TABLE "visits" VALIDATE CONSTRAINT "fk_visits_patient";
BEGIN;
EXECUTE se_note_1 (202602020900, 'FindVisits', 'visits', 'front-desk', 'Looking one up takes seconds | sometimes minutes', 'migrated', '266ff0242a44f7385867a6b57f33398695deb5758ada83d8d845ab7e74f6b7d9', 'CreateIndex table="visits" index=(name="ix_visits_patient" keys=[(column="patient")])
AddForeignKey table="visits" key=(name="fk_visits_patient" columns=["patient"] references="patients")', '1.2.3', false, true);
EXECUTE se_note_2 (202602020900, ARRAY['expand']::text[], ARRAY[1]::integer[], ARRAY['eced53e6d6f4ec583bc0a4a214a6ff65a388e673319019ae98d7156fa73a95cb']::text[], ARRAY['Add foreign key fk_visits_patient from visits to patients']::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602020900, ARRAY[]::text[], ARRAY[]::integer[]);
EXECUTE se_note_4 ('applied', 202602020900, 'FindVisits', 'expand', 'Add foreign key fk_visits_patient from visits to patients', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_09_0900 CallItPhoneNumber, Expand: Add column phone_number to patients; Keep phone and phone_number of patients in step
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
BEGIN;
SET LOCAL lock_timeout = 100;
LOCK TABLE "patients" IN ACCESS EXCLUSIVE MODE;
ALTER TABLE "patients" ADD COLUMN "phone_number" text;
SELECT (trim("phone")), ("phone_number") FROM "patients" WHERE FALSE;
CREATE FUNCTION "se_dual_write_patients"() RETURNS trigger
LANGUAGE plpgsql
SET search_path FROM CURRENT
AS $se$
#variable_conflict use_column
<<dual_write>>
DECLARE
    "value1" text;
    "value2" text;
BEGIN
    -- se_patients_phone_phone_number: the new version wrote
    IF NEW."phone_number" IS DISTINCT FROM OLD."phone_number" THEN
        "value2" := NEW."phone_number";
        IF NEW."phone" IS DISTINCT FROM "value2" THEN
            <<"patients">>
            DECLARE
                "phone" text := NEW."phone";
            BEGIN
                dual_write."value1" := trim("phone");
            END;
            IF NEW."phone_number" IS DISTINCT FROM "value1" THEN
                NEW."phone" := "value2";
            END IF;
        END IF;
    END IF;
    -- se_patients_phone_phone_number: the old version wrote
    IF (NEW."phone" IS DISTINCT FROM OLD."phone" OR TG_OP = 'INSERT') AND NOT (NEW."phone_number" IS DISTINCT FROM OLD."phone_number") THEN
        <<"patients">>
        DECLARE
            "phone" text := NEW."phone";
        BEGIN
            dual_write."value1" := trim("phone");
        END;
        IF NEW."phone_number" IS DISTINCT FROM "value1" THEN
            "value2" := NEW."phone_number";
            IF TG_OP = 'INSERT' OR NEW."phone" IS DISTINCT FROM "value2" THEN
                NEW."phone_number" := "value1";
            END IF;
        END IF;
    END IF;
    RETURN NEW;
END
$se$;
COMMENT ON FUNCTION "se_dual_write_patients"() IS 'Kept by SchemaEvolve, which reads this again:
dual write "se_patients_phone_phone_number"
up "phone_number" trim("phone")
down "phone" "phone_number"';
CREATE TRIGGER "~se_dual_write_insert" BEFORE INSERT ON "patients" FOR EACH ROW EXECUTE FUNCTION "se_dual_write_patients"();
CREATE TRIGGER "~se_dual_write_update" BEFORE UPDATE ON "patients" FOR EACH ROW
WHEN (NEW."phone" IS DISTINCT FROM OLD."phone" OR NEW."phone_number" IS DISTINCT FROM OLD."phone_number")
EXECUTE FUNCTION "se_dual_write_patients"();
EXECUTE se_note_1 (202602090900, 'CallItPhoneNumber', 'patients', 'front-desk', 'Everybody calls it that', 'expanded', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'ReplaceColumn table="patients" old="phone" new=(name="phone_number" type="text") up="trim(old)"', '1.2.3', false, false);
EXECUTE se_note_2 (202602090900, ARRAY['expand']::text[], ARRAY[0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number']::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602090900, ARRAY['migrate', 'contract', 'purge']::text[], ARRAY[0, 0, 0]::integer[]);
PREPARE se_note_5 (bigint, text[], integer[], text[], text[], text[]) AS
INSERT INTO "schema_evolve"."steps" AS known (migration, phase, number, fingerprint, description, state, attempt)
SELECT $1, step.*, (step.state = 'running')::integer
FROM unnest($2, $3, $4, $5, $6) AS step (phase, number, fingerprint, description, state)
ON CONFLICT (migration, phase, number) DO UPDATE SET
    fingerprint = EXCLUDED.fingerprint,
    description = EXCLUDED.description,
    state = CASE WHEN EXCLUDED.state = 'pending' THEN known.state ELSE EXCLUDED.state END,
    cursor = CASE WHEN EXCLUDED.state = 'pending' OR known.phase <> 'expand' THEN known.cursor END,
    attempt = known.attempt + CASE WHEN known.state = 'running' THEN 0 ELSE EXCLUDED.attempt END
WHERE known.state <> 'done';
EXECUTE se_note_5 (202602090900, ARRAY['migrate', 'contract', 'purge']::text[], ARRAY[0, 0, 0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number', 'Replace column phone of patients by phone_number', 'Replace column phone of patients by phone_number']::text[], ARRAY['pending', 'pending', 'pending']::text[]);
EXECUTE se_note_4 ('applied', 202602090900, 'CallItPhoneNumber', 'expand', 'Add column phone_number to patients; Keep phone and phone_number of patients in step', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_16_0900 ForgetTheFax, Expand: Nothing to change
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
BEGIN;
EXECUTE se_note_1 (202602160900, 'ForgetTheFax', NULL, 'archive', NULL, 'migrated', 'a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e', 'DropColumn table="patients" column="fax"', '1.2.3', false, true);
EXECUTE se_note_2 (202602160900, ARRAY[]::text[], ARRAY[]::integer[], ARRAY[]::text[], ARRAY[]::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602160900, ARRAY['contract', 'purge']::text[], ARRAY[0, 0]::integer[]);
EXECUTE se_note_5 (202602160900, ARRAY['contract', 'purge']::text[], ARRAY[0, 0]::integer[], ARRAY['a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e', 'a379da368a66313bd3b722dd1187b0ee684deb738a4ed62082a44296c16d090e']::text[], ARRAY['Drop column fax from patients', 'Drop column fax from patients']::text[], ARRAY['pending', 'pending']::text[]);
EXECUTE se_note_4 ('applied', 202602160900, 'ForgetTheFax', 'expand', 'Nothing to change', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_09_0900 CallItPhoneNumber, Migrate: Fill phone_number of patients
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
EXECUTE se_note_1 (202602090900, 'CallItPhoneNumber', 'patients', 'front-desk', 'Everybody calls it that', NULL, 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'ReplaceColumn table="patients" old="phone" new=(name="phone_number" type="text") up="trim(old)"', '1.2.3', false, false);
EXECUTE se_note_2 (202602090900, ARRAY[]::text[], ARRAY[]::integer[], ARRAY[]::text[], ARRAY[]::text[], 'running', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
-- In batches. If it dies, what is filled stays: plan again, or start the application, and it goes on behind the last one.
DO $se2$
DECLARE
    began_all constant timestamptz := clock_timestamp();
    began timestamptz;
    patient_until timestamptz;
    place json;
    behind text;
    through text;
    reach text;
    upto text;
    looked_at bigint := 0;
    written bigint := 0;
    quarantined bigint := 0;
    estimated bigint;
    size bigint := 100;
    page bigint;
    filled bigint;
    tries integer := 0;
BEGIN
    SELECT steps.cursor::json INTO place FROM "schema_evolve"."steps" AS steps WHERE migration = 202602090900 AND phase = 'migrate' AND number = 0;
    IF place ->> 'of' = '50bc42623033dce166dbc202257f9a952d617d9b28c8aadbb0dde30856ed02bd' THEN
        behind := place ->> 'after';
        through := place ->> 'through';
        looked_at := place ->> 'rows';
        written := place ->> 'written';
        quarantined := place ->> 'quarantined';
    ELSE
        IF to_regclass('"schema_evolve"."quarantine"') IS NOT NULL THEN
            DELETE FROM "schema_evolve"."quarantine" WHERE migration = 202602090900 AND number = 0 AND relation = 'patients';
        END IF;
        EXECUTE $se$
SELECT quote_literal("id"::text) || '::bigint' FROM "patients" ORDER BY "id" DESC LIMIT 1
$se$ INTO through;
    END IF;
    EXECUTE $se$
SELECT coalesce(sum(CASE
    WHEN relpages > 0 AND reltuples > 0 THEN reltuples / relpages * pg_relation_size(oid) / current_setting('block_size')::bigint
    ELSE pg_relation_size(oid) / 100
END), 0)::bigint
FROM pg_class
WHERE oid = '"patients"'::regclass OR oid IN (SELECT relid FROM pg_partition_tree('"patients"'::regclass))
$se$ INTO estimated;
    LOOP
        EXECUTE $se$
INSERT INTO "schema_evolve"."steps" (migration, phase, number, fingerprint, description, state, attempt, cursor, rows, started_at)
VALUES ($1, $2, $3, $4, $5, 'running', 1, $6, $7, clock_timestamp() - $8)
ON CONFLICT (migration, phase, number) DO UPDATE SET cursor = EXCLUDED.cursor, rows = EXCLUDED.rows
$se$ USING 202602090900, 'migrate', 0, 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'Replace column phone of patients by phone_number', json_build_object('of', '50bc42623033dce166dbc202257f9a952d617d9b28c8aadbb0dde30856ed02bd', 'after', behind, 'through', through, 'rows', looked_at, 'written', written, 'estimated', estimated, 'quarantined', quarantined)::text, written, clock_timestamp() - began_all;
        COMMIT;
        EXIT WHEN behind IS NOT DISTINCT FROM through;
        IF tries > 0 THEN
            PERFORM pg_sleep(least(0.02 * tries, 1));
            COMMIT;
        END IF;
        WHILE EXISTS (
SELECT format('pid %s (%s)', pid, mode)
FROM pg_locks
WHERE relation = '"patients"'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT granted AND pid <> pg_backend_pid()
LIMIT 1
        ) LOOP
            COMMIT;
            PERFORM pg_sleep(0.1);
        END LOOP;
        SET LOCAL statement_timeout = 0;
        SET LOCAL lock_timeout = 100;
        SET LOCAL synchronous_commit = off;
        SET LOCAL enable_seqscan = off;
        SET LOCAL enable_bitmapscan = off;
        SET LOCAL jit = off;
        began := clock_timestamp();
        patient_until := coalesce(patient_until, began + interval '2 minutes');
        BEGIN
            reach := coalesce('("id") > (' || behind || ') AND ', '') || '("id") <= (';
            EXECUTE $se$
SELECT quote_literal("id"::text) || '::bigint' FROM "patients" WHERE
$se$ || reach || through || ') ORDER BY "id" LIMIT 1 OFFSET ' || size - 1 INTO upto;
            page := size;
            IF upto IS NULL THEN
                upto := through;
                EXECUTE $se$
SELECT count(*) FROM "patients" WHERE
$se$ || reach || through || ')' INTO page;
            END IF;
            EXECUTE $se$
UPDATE "patients" SET "phone_number" = trim("phone")
WHERE
$se$ || reach || upto || $se$
) AND (CASE WHEN "phone_number" IS DISTINCT FROM (trim("phone"))::text THEN "phone" IS DISTINCT FROM ("phone_number")::text OR ("phone_number" IS NULL) ELSE FALSE END)
$se$;
            GET DIAGNOSTICS filled = ROW_COUNT;
            behind := upto;
            looked_at := looked_at + page;
            size := least(greatest(page * 0.02 / greatest(extract(epoch FROM clock_timestamp() - began), 0.000001), page / 2, 1), page * 4, 100000);
            written := written + filled;
            patient_until := NULL;
            tries := 0;
        EXCEPTION WHEN lock_not_available OR deadlock_detected OR serialization_failure THEN
            IF clock_timestamp() > patient_until THEN
                RAISE;
            END IF;
            size := greatest(size / 2, 1);
            tries := tries + 1;
        END;
    END LOOP;
END
$se2$;
SELECT rows AS se_rows FROM "schema_evolve"."steps" WHERE migration = 202602090900 AND phase = 'migrate' AND number = 0 \gset
BEGIN;
EXECUTE se_note_1 (202602090900, 'CallItPhoneNumber', 'patients', 'front-desk', 'Everybody calls it that', 'expanded', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'ReplaceColumn table="patients" old="phone" new=(name="phone_number" type="text") up="trim(old)"', '1.2.3', false, false);
EXECUTE se_note_2 (202602090900, ARRAY[]::text[], ARRAY[]::integer[], ARRAY[]::text[], ARRAY[]::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602090900, ARRAY['contract', 'purge', 'migrate']::text[], ARRAY[0, 0, 0]::integer[]);
EXECUTE se_note_5 (202602090900, ARRAY['contract', 'purge', 'migrate']::text[], ARRAY[0, 0, 0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number', 'Replace column phone of patients by phone_number', 'Replace column phone of patients by phone_number']::text[], ARRAY['pending', 'pending', 'running']::text[]);
EXECUTE se_note_4 ('applied', 202602090900, 'CallItPhoneNumber', 'migrate', 'Fill phone_number of patients', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_09_0900 CallItPhoneNumber, Migrate: Verify phone_number of patients
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
EXECUTE se_note_1 (202602090900, 'CallItPhoneNumber', 'patients', 'front-desk', 'Everybody calls it that', NULL, 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'ReplaceColumn table="patients" old="phone" new=(name="phone_number" type="text") up="trim(old)"', '1.2.3', false, false);
EXECUTE se_note_2 (202602090900, ARRAY['migrate']::text[], ARRAY[0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number']::text[], 'running', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
DO $se$
BEGIN
    IF EXISTS (
SELECT "id" FROM "patients" WHERE CASE WHEN "phone_number" IS DISTINCT FROM (trim("phone"))::text THEN "phone" IS DISTINCT FROM ("phone_number")::text OR ("phone_number" IS NULL) ELSE FALSE END LIMIT 6
    ) THEN
        RAISE EXCEPTION USING MESSAGE = 'This does not hold: Every row of patients is filled.';
    END IF;
END
$se$;
BEGIN;
EXECUTE se_note_1 (202602090900, 'CallItPhoneNumber', 'patients', 'front-desk', 'Everybody calls it that', 'migrated', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'ReplaceColumn table="patients" old="phone" new=(name="phone_number" type="text") up="trim(old)"', '1.2.3', false, true);
EXECUTE se_note_2 (202602090900, ARRAY['migrate']::text[], ARRAY[0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number']::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602090900, ARRAY['contract', 'purge']::text[], ARRAY[0, 0]::integer[]);
EXECUTE se_note_5 (202602090900, ARRAY['contract', 'purge']::text[], ARRAY[0, 0]::integer[], ARRAY['d54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20', 'd54d77225e6625aea280a602ef0666cd5ebb176e68cb9d18fa8384109969ff20']::text[], ARRAY['Replace column phone of patients by phone_number', 'Replace column phone of patients by phone_number']::text[], ARRAY['pending', 'pending']::text[]);
EXECUTE se_note_4 ('applied', 202602090900, 'CallItPhoneNumber', 'migrate', 'Verify phone_number of patients', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_23_0900 TidyNotes, Expand: Run SQL: UPDATE visits SET notes = NULL WHERE notes = ''
SELECT clock_timestamp() AS se_began, 0 AS se_rows \gset
BEGIN;
UPDATE visits SET notes = NULL WHERE notes = '';
SELECT :se_rows + :ROW_COUNT AS se_rows \gset
EXECUTE se_note_1 (202602230900, 'TidyNotes', NULL, NULL, NULL, 'expanding', '009ca2cc396759e3f3b8500aef77da79ceb544fdcd7040d6a14012451a00cf20', 'RunSql up="UPDATE visits SET notes = NULL WHERE notes = ''''" undo=(impossible="Nobody needs empty notes.") during="Expand"
RunCode name="read the notes of the old system" version=2 during="Expand"
AddColumn table="visits" column=(name="language" type="text" not-null=true default="''en''")', '1.2.3', false, false);
EXECUTE se_note_2 (202602230900, ARRAY['expand']::text[], ARRAY[0]::integer[], ARRAY['5d974a1ceead9466558a91c716f515fbd987cc0de9ba15e4dbdbbfcacdf23875']::text[], ARRAY['Run SQL: UPDATE visits SET notes = NULL WHERE notes = ''''']::text[], 'done', :se_rows, clock_timestamp() - :'se_began'::timestamptz, NULL);
EXECUTE se_note_3 (202602230900, ARRAY[]::text[], ARRAY[]::integer[]);
EXECUTE se_note_4 ('applied', 202602230900, 'TidyNotes', 'expand', 'Run SQL: UPDATE visits SET notes = NULL WHERE notes = ''''', clock_timestamp() - :'se_began'::timestamptz, session_user, 'psql', 0, '1.2.3', NULL, NULL, NULL, NULL, NULL);
COMMIT;

-- 2026_02_23_0900 TidyNotes, Expand: Run C#: read the notes of the old system
DO $se$
BEGIN
    RAISE EXCEPTION USING MESSAGE = '“read the notes of the old system” is written in C#, which psql does not run. Let the application do this step, then plan again.';
END
$se$;

-- Not in this script: 2026_02_23_0900 TidyNotes, Expand: Add column language to visits
