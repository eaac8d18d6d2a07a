using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;

namespace SchemaEvolve.PostgreSql.Scripting;

/// <summary>Says a script in the words of psql.</summary>
internal sealed class Psql(PostgreSqlJournal journal, PostgreSqlBackfills backfills, PostgreSqlRegistry registry, JournalTables tables, PostgreSqlOptions options) : IShell
{
    // psql knows how many rows the last statement has written.
    private const string Count = "SELECT :se_rows + :ROW_COUNT AS se_rows \\gset\n";

    private readonly ScriptLock _lock = new(tables, options);

    private BatchLoop Loop => field ??= new(backfills, tables, _lock);

    public string Name => "psql";

    public ValueList<Signal> Beforehand =>
    [
        new(
            "Nobody has had a transaction open for long: strong locks and concurrent index builds wait for it.",
            """
            SELECT pid, usename, application_name, state, now() - xact_start AS open_for, left(query, 60) AS query
            FROM pg_stat_activity
            WHERE xact_start < now() - interval '1 minute' AND pid <> pg_backend_pid()
            ORDER BY xact_start
            """),
    ];

    public ValueList<Signal> Afterwards =>
    [
        new(
            "The timeline tells what was done, and what befell it.",
            $"""
            SELECT at, kind, migration, name, phase, description, duration, message, blockers
            FROM {tables.Events.Quoted}
            ORDER BY number DESC
            LIMIT 20
            """),
        new(
            "No index is left invalid by a build that was cut off.",
            "SELECT indexrelid::regclass AS index, indrelid::regclass AS table FROM pg_index WHERE NOT indisvalid"),
    ];

    public ValueList<Signal> Watch(Step step) =>
    [
        .. Impacts(step).Any(impact => impact.Lock > TableLock.ShareUpdateExclusive) ? [Waiting] : (Signal[])[],
        .. step.Changes.Any(IsBuild) && Impacts(step).Any(impact => impact is { Scans: true, Lock: TableLock.ShareUpdateExclusive }) ? [Building] : (Signal[])[],
        .. step is BackfillStep backfill ? [Filling(backfill), Following] : (Signal[])[],
    ];

    public string Say(Script script)
    {
        var entries = new PreparedEntries();
        var text = new StringBuilder(Open(script.History));
        foreach (var act in script.Acts)
        {
            text.Append(Say(act, entries));
        }

        return text.Append(_lock.Release).ToString();
    }

    private static Signal Waiting { get; } = new(
        "Nobody waits for the step for more than a moment. If somebody does, cancel the step: it is tried again.",
        """
        SELECT pid, application_name, now() - query_start AS waits_for, pg_blocking_pids(pid) AS blocked_by, left(query, 60) AS query
        FROM pg_stat_activity
        WHERE cardinality(pg_blocking_pids(pid)) > 0
        ORDER BY query_start
        """);

    private static Signal Building { get; } = new(
        "How far the build has come, and whose transaction it waits for.",
        """
        SELECT phase, round(100.0 * blocks_done / nullif(blocks_total, 0)) AS percent, lockers_done, lockers_total, current_locker_pid
        FROM pg_stat_progress_create_index
        """);

    private static Signal Following { get; } = new(
        "Replicas keep up.",
        "SELECT application_name, state, replay_lag, pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)) AS behind FROM pg_stat_replication");

    private Signal Filling(BackfillStep step) => new(
        "How many rows are done. The application also tells how long the rest takes.",
        $"SELECT rows, now() - started_at AS since, cursor FROM {tables.Steps.Quoted} WHERE migration = {step.Migration.Id} AND state = 'running'");

    private static IEnumerable<Impact> Impacts(Step step) => step is StatementStep { Statements: var statements } ? statements.SelectMany(statement => statement.Impacts) : [];

    private static bool IsBuild(Change change) => change is CreateIndex or AddUnique or SetPrimaryKey;

    private string Say(Act act, PreparedEntries entries) => act switch
    {
        Remark remark => $"\n-- {remark.Text}\n",
        Enter step => $"\n-- {step.Text}\nSELECT clock_timestamp() AS se_began, 0 AS se_rows \\gset\n",
        Begin begin => $"BEGIN;\n{_lock.Hold}{Locks(begin)}",
        Make { Statement: { Rule: { } rule, Sql: var offenders } } => Refuse(rule, offenders.For(Engines.PostgreSql)),
        Make { Statement: { IsTransactional: false } alone } => $"{_lock.HoldLong}{Counted(alone)}{_lock.Hold}",
        Make make => Counted(make.Statement),
        Mark mark => entries.Say([registry.Marked(mark.Environment)]),
        NoteHold note => entries.Say([journal.Entries.Held(note.Notice)]),
        NoteSuppression note => entries.Say([journal.Entries.Suppressed(note.Notice)]),
        NoteStart note => $"{_lock.Hold}{entries.Say(journal.Entries.Started(note.Record))}",
        Fill fill => $"{Loop.Say(fill)}BEGIN;\n{entries.Say(journal.Entries.Finished(fill.Record))}{_lock.Hold}COMMIT;\n",
        NoteFinish note => entries.Say(journal.Entries.Finished(note.Record)),
        NoteStamp note => entries.Say(journal.Entries.Stamped([note.Stamp], note.Actor)),
        Commit => $"{_lock.Hold}COMMIT;\n",
        Stop stop => $"{_lock.Release}DO {Code($"BEGIN\n    RAISE EXCEPTION USING MESSAGE = {Literal(stop.Reason)};\nEND")};\n",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "psql has no word for it."),
    };

    private static string Counted(Statement statement) => string.Concat(SqlLexer.Split(statement.Sql.For(Engines.PostgreSql), Engines.PostgreSql)
        .Select(sql => $"{Terminated(sql)}{(SqlLexer.WritesRows(sql, Engines.PostgreSql) ? Count : "")}"));

    private string Open(History history) =>
        $$"""
        -- Run it with: psql --no-psqlrc --file=<this file> <database>
        -- It stops at the first error. What is done by then stays done and is in the journal: plan again for the rest.
        \set ON_ERROR_STOP on
        \set QUIET on
        \encoding UTF8
        SET client_min_messages = warning;
        SET statement_timeout = 0;

        -- Nobody else migrates meanwhile.
        {{_lock.Take}}
        -- The journal is made where there is none, and is what it was when this was planned.
        SELECT
            NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = {{Literal(tables.Schema.Value)}}) AS se_has_no_schema,
            to_regclass({{Literal(tables.Meta.Quoted)}}) IS NULL AS se_has_no_journal
        \gset
        BEGIN;
        \if :se_has_no_schema
        CREATE SCHEMA {{tables.Schema.Quoted}};
        \endif
        \if :se_has_no_journal
        {{string.Concat(journal.Layout.CreateTables.Select(Terminated))}}\endif
        {{Refuse("The journal is as it was when this script was written. Plan again.", Changes(history))}}COMMIT;

        """;

    // Whoever goes on leaves a state, or a step that is done.
    private string Changes(History history) =>
        $"""
        SELECT
        WHERE (SELECT coalesce(string_agg(id || ' ' || state, ', ' ORDER BY id), '') FROM {tables.Migrations.Quoted})
                <> {Literal(string.Join(", ", history.Migrations.OrderBy(entry => entry.Id).Select(entry => $"{entry.Id} {Words.Of(entry.State)}")))}
            OR (SELECT count(*) FROM {tables.Steps.Quoted} WHERE state = 'done') <> {history.Migrations.Sum(entry => entry.Steps.Count(step => step.State == StepState.Done))}
            OR (SELECT string_agg(key || value, ' ' ORDER BY key) FROM {tables.Meta.Quoted} WHERE key IN ('format', 'layout'))
                IS DISTINCT FROM 'format{JournalVersion.Current.Format} layout{JournalVersion.Current.Layout}'
        """;

    private string Locks(Begin begin) => string.Concat(TableLocks.Wanted(begin.Statements) is [_, ..] wanted
        ? [$"SET LOCAL lock_timeout = {(long)options.MaxStall.TotalMilliseconds};\n", .. wanted.Select(impact => $"LOCK TABLE {impact.Table.Quoted} IN {TableLocks.Word(impact.Lock)} MODE;\n")]
        : (string[])[]);

    private static string Refuse(string rule, string offenders) =>
        $"DO {Code($"BEGIN\n    IF EXISTS (\n{offenders}\n    ) THEN\n        RAISE EXCEPTION USING MESSAGE = {Literal($"This does not hold: {rule}")};\n    END IF;\nEND")};\n";

    internal static string Code(string body) => DollarQuotes.Around(Sql.Raw(body)).For(Engines.PostgreSql);

    internal static string Literal(string text) => Sql.Literal(text).For(Engines.PostgreSql);

    private static string Terminated(string sql) => SqlLexer.Terminate(sql, Engines.PostgreSql);
}
