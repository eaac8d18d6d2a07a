using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>How the tables of the journal are made, worded once for its schema.</summary>
internal sealed class LayoutSql(JournalTables tables)
{
    public string HasSchema => field ??= Text($"SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)");

    public string CreateSchema => field ??= Text($"CREATE SCHEMA {tables.Schema}");

    public IReadOnlyList<string> CreateTables => field ??=
    [
        Text(
            $"""
            CREATE TABLE {tables.Migrations} (
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
            )
            """),
        Text(
            $"""
            CREATE TABLE {tables.Steps} (
                migration bigint NOT NULL REFERENCES {tables.Migrations},
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
            )
            """),
        Text(
            $"""
            CREATE TABLE {tables.Events} (
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
            )
            """),
        Text(
            $"""
            CREATE TABLE {tables.Meta} (
                key text NOT NULL,
                value text NOT NULL,
                actor text,
                app_version text,
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (key, value)
            )
            """),
        WriteVersion,
        .. LaterTables,
    ];

    /// <summary>Gives the tables what they miss. Each part may be there already: builds before 0.1.0 did not number what they added.</summary>
    /// <remarks>A release that knows nothing of it goes on writing the tables, so nothing is added that it would have to fill.</remarks>
    public IReadOnlyList<string> Upgrade => field ??=
    [
        // Somebody who has looked at the journal and not ended the transaction is in the way. A start must not wait for that in silence.
        "SET LOCAL lock_timeout = '10 s'",
        Text($"ALTER TABLE {tables.Migrations} ADD COLUMN IF NOT EXISTS migrated_at timestamptz"),
        Text($"ALTER TABLE {tables.Events} ADD COLUMN IF NOT EXISTS blockers text"),
        Text($"ALTER TABLE IF EXISTS {tables.Lease} ADD COLUMN IF NOT EXISTS awaited_until timestamptz NOT NULL DEFAULT '-infinity'"),
        Text($"DELETE FROM {tables.Meta} WHERE key IN ('format', 'layout', 'release')"),
        WriteVersion,
        .. LaterTables,
    ];

    // A journal of the first layout has no such tables.
    private IReadOnlyList<string> LaterTables => field ??=
    [
        Text(
            $"""
            CREATE TABLE IF NOT EXISTS {tables.Instances} (
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
            )
            """),
        Text(
            $"""
            CREATE TABLE IF NOT EXISTS {tables.Approvals} (
                migration bigint NOT NULL,
                approver text NOT NULL,
                note text,
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                PRIMARY KEY (migration, approver)
            )
            """),
    ];

    private string WriteVersion => Text(
        $"""
        INSERT INTO {tables.Meta} (key, value)
        VALUES ('format', '{JournalVersion.Current.Format}'), ('layout', '{JournalVersion.Current.Layout}'), ('release', {Sql.Literal(JournalVersion.Current.Release)})
        """);

    private static string Text(Sql sql) => sql.For(Engines.PostgreSql);
}
