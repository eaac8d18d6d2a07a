using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.PostgreSql.Locking;

namespace SchemaEvolve.PostgreSql.Scripting;

/// <summary>How a script keeps others from migrating meanwhile: by the lock that the application would take.</summary>
/// <param name="tables">The tables of the journal.</param>
/// <param name="options">How the application is let migrate.</param>
internal sealed class ScriptLock(JournalTables tables, PostgreSqlOptions options)
{
    private const string Busy = "RAISE EXCEPTION USING MESSAGE = 'Another process is migrating this database. Wait until it is done, and plan again.';";

    private const string Token = "current_setting('schema_evolve.lease')::bigint";

    private readonly LeaseSql _lease = new(tables);

    private bool IsLease => options.LockStrategy == LockStrategy.Lease;

    /// <summary>Takes the lock, or stops the script. Nothing is waited for, as the application waits for nothing.</summary>
    public string Take => IsLease ? TakeLease : $"DO {Psql.Code(TakeAdvisory)};\n";

    /// <summary>Makes sure of the lock in a transaction: until its end, nobody else gets it.</summary>
    public string Hold => IsLease ? $"CALL pg_temp.se_hold_lease('{options.LeaseDuration.TotalSeconds:0} seconds');\n" : "";

    /// <summary>Makes sure of the lock for a statement outside any transaction, during which a script can renew nothing. If it dies, whoever comes next sees that.</summary>
    public string HoldLong => IsLease ? "CALL pg_temp.se_hold_lease('1 day');\n" : "";

    /// <summary>Lets go of what the end of the session would not.</summary>
    public string Release => IsLease ? $"UPDATE {tables.Lease.Quoted} SET expires_at = '-infinity', holder = NULL WHERE token = {Token};\n" : "";

    // The session holds it to its end.
    private string TakeAdvisory =>
        $"""
        BEGIN
            IF NOT pg_try_advisory_lock({LockKey}) THEN
                {Busy}
            END IF;
        END
        """;

    // What LockKey computes where the name of the database is known.
    private string LockKey =>
        $"('x' || encode(substring(sha256(convert_to('SchemaEvolve|' || current_database() || {Psql.Literal($"|{tables.Schema}")}, 'UTF8')) FOR 8), 'hex'))::bit(64)::bigint";

    // As long as nobody has taken it since, it is still held, even if it has run out.
    private string TakeLease =>
        $"""
        SELECT
            NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = {Psql.Literal(tables.Schema.Value)}) AS se_has_no_schema,
            to_regclass({Psql.Literal(tables.Lease.Quoted)}) IS NULL AS se_has_no_lease
        \gset
        \if :se_has_no_schema
        {_lease.CreateSchema};
        \endif
        \if :se_has_no_lease
        {_lease.CreateTable};
        {_lease.CreateRow};
        \endif
        DO {Psql.Code(
            $"""
            DECLARE
                taken bigint;
            BEGIN
                UPDATE {tables.Lease.Quoted}
                SET token = token + 1, holder = {LeaseSql.Script}, since = clock_timestamp(), expires_at = clock_timestamp() + interval '{options.LeaseDuration.TotalSeconds:0} seconds'
                WHERE id = (SELECT id FROM {tables.Lease.Quoted} WHERE {LeaseSql.IsFree} FOR UPDATE SKIP LOCKED)
                RETURNING token INTO taken;
                IF taken IS NULL THEN
                    {Busy}
                END IF;
                PERFORM set_config('schema_evolve.lease', taken::text, false);
            END
            """)};
        CREATE PROCEDURE pg_temp.se_hold_lease(lasts interval) LANGUAGE plpgsql AS {Psql.Code(
            $"""
            BEGIN
                UPDATE {tables.Lease.Quoted}
                SET expires_at = clock_timestamp() + lasts
                WHERE token = {Token};
                IF NOT FOUND THEN
                    RAISE EXCEPTION USING MESSAGE = 'The lease of this script ran out, and another process has taken over. Plan again.';
                END IF;
            END
            """)};

        """;
}
