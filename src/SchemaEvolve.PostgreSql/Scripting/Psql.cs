using System.Text;
using SchemaEvolve.Lexing;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;

namespace SchemaEvolve.PostgreSql.Scripting;

/// <summary>Says a script in the words of psql.</summary>
internal sealed class Psql(PostgreSqlJournal journal, JournalTables tables, PostgreSqlOptions options) : IShell
{
    public string Name => "psql";

    public string Say(Script script)
    {
        var entries = new PreparedEntries();
        var text = new StringBuilder(Open(script.History));
        foreach (var act in script.Acts)
        {
            text.Append(Say(act, entries));
        }

        return text.ToString();
    }

    private string Say(Act act, PreparedEntries entries) => act switch
    {
        Remark remark => $"\n-- {remark.Text}\n",
        Begin begin => $"BEGIN;\n{Locks(begin)}",
        Make { Statement: { Rule: { } rule, Sql: var offenders } } => Refuse(rule, offenders.For(Engines.PostgreSql)),
        Make make => Terminated(make.Statement.Sql.For(Engines.PostgreSql)),
        NoteStart note => entries.Say(journal.Started(note.Record)),
        NoteFinish note => entries.Say(journal.Finished(note.Record)),
        NoteStamp note => entries.Say(journal.Stamped([note.Stamp], note.Actor)),
        Commit => "COMMIT;\n",
        Stop stop => $"DO {Code($"BEGIN\n    RAISE EXCEPTION USING MESSAGE = {Literal(stop.Reason)};\nEND")};\n",
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "psql has no word for it."),
    };

    // The lock is that of the application: the session holds it to its end, and asks for it without waiting, as the application does.
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
        DO {{Code(Lock)}};

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
        {{string.Concat(journal.Creation.Select(Terminated))}}\endif
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

    private string Lock =>
        $"""
        BEGIN
            IF NOT pg_try_advisory_lock({LockKey}) THEN
                RAISE EXCEPTION USING MESSAGE = 'Another process is migrating this database. Wait until it is done, and plan again.';
            END IF;
        END
        """;

    // What LockKey computes where the name of the database is known.
    private string LockKey =>
        $"('x' || encode(substring(sha256(convert_to('SchemaEvolve|' || current_database() || {Literal($"|{tables.Schema}")}, 'UTF8')) FOR 8), 'hex'))::bit(64)::bigint";

    private string Locks(Begin begin) => string.Concat(TableLocks.Wanted(begin.Statements) is [_, ..] wanted
        ? [$"SET LOCAL lock_timeout = {(long)options.MaxStall.TotalMilliseconds};\n", .. wanted.Select(impact => $"LOCK TABLE {impact.Table.Quoted} IN {TableLocks.Word(impact.Lock)} MODE;\n")]
        : (string[])[]);

    private static string Refuse(string rule, string offenders) =>
        $"DO {Code($"BEGIN\n    IF EXISTS (\n{offenders}\n    ) THEN\n        RAISE EXCEPTION USING MESSAGE = {Literal($"This does not hold: {rule}")};\n    END IF;\nEND")};\n";

    private static string Code(string body) => DollarQuotes.Around(Sql.Raw(body)).For(Engines.PostgreSql);

    private static string Literal(string text) => Sql.Literal(text).For(Engines.PostgreSql);

    private static string Terminated(string sql) => SqlLexer.Terminate(sql);
}
