using System.Globalization;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;
using SchemaEvolve.Sqlite.Journaling;
using SchemaEvolve.Sqlite.Locking;

namespace SchemaEvolve.Sqlite.Scripting;

/// <summary>Says a script in the words of sqlite3.</summary>
/// <remarks>Where an entry is written to one of these views, a trigger of the session does what the journal does with it.</remarks>
internal sealed class Sqlite3 : IShell
{
    private static readonly IReadOnlyList<(string View, string Sql)> Entries =
    [
        ("schema_evolve_start", JournalSql.Start),
        ("schema_evolve_finish", JournalSql.Finish),
        ("schema_evolve_start_reverting", JournalSql.StartReverting),
        ("schema_evolve_revert", JournalSql.Revert),
    ];

    private const string Count = "UPDATE temp.schema_evolve_step SET rows = rows + changes();\n";

    public string Name => "sqlite3";

    public ValueList<Signal> Beforehand { get; } =
    [
        new("The file is sound. It answers ok, and takes as long as it takes to read all of it.", "PRAGMA integrity_check"),
    ];

    public ValueList<Signal> Afterwards { get; } =
    [
        new(
            "The timeline tells what was done, and what befell it.",
            """
            SELECT at, kind, migration, name, phase, description, duration_ms, message
            FROM schema_evolve_events
            ORDER BY number DESC
            LIMIT 20
            """),
        new("No row refers to one that is not there.", "PRAGMA foreign_key_check"),
    ];

    public ValueList<Signal> Watch(Step step) => step is BackfillStep
        ?
        [
            new(
                "How many rows are done. The application also tells how long the rest takes.",
                $"SELECT rows, started_at, cursor FROM schema_evolve_steps WHERE migration = {step.Migration.Id} AND state = 'running'"),
        ]
        : [];

    public string Say(Script script)
    {
        var acts = string.Concat(script.Acts.Select(Say));
        var text = new StringBuilder(Open(script));
        foreach (var (view, sql) in Entries.Where(entry => acts.Contains($"INSERT INTO {entry.View}\n", StringComparison.Ordinal)))
        {
            text.Append(Receive(view, sql));
        }

        return text.Append(acts).ToString();
    }

    private static string Say(Act act) => act switch
    {
        Remark remark => $"\n-- {remark.Text}\n",
        Enter step => $"\n-- {step.Text}\nUPDATE temp.schema_evolve_step SET began = julianday('now'), rows = 0;\n",
        Begin => "BEGIN IMMEDIATE;\n",
        Make { Statement: { Rule: { } rule, Sql: var offenders } } => Refuse(rule, offenders.For(Engines.Sqlite)),
        Make make => Counted(make.Statement),
        Mark mark => $"{Filled(RegistrySql.Mark, ("@environment", mark.Environment))};\n",
        NoteHold note => Note(JournalSql.Hold, note.Notice),
        NoteSuppression note => Note(JournalSql.Suppress, note.Notice),
        NoteStart { Record: { Step.IsReversal: true } record } => Note("schema_evolve_start_reverting", JournalEntry.Reverting(record)),
        NoteStart note => Note("schema_evolve_start", JournalEntry.Started(note.Record)),
        Fill fill => $"{Filling}BEGIN IMMEDIATE;\n{Resumed(fill)}{Counted(Statement.Run(fill.Step.Batches.Whole))}{Finish(fill.Record)}COMMIT;\n",
        NoteFinish note => Finish(note.Record),
        NoteStamp note => $"{Filled(JournalSql.Stamp, ("@key", JournalSql.KeyOf(note.Stamp)), ("@actor", note.Actor.ToString()))}\n",
        Commit => "COMMIT;\n",
        Stop stop => Refuse(stop.Reason, "SELECT 1"),
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, "sqlite3 has no word for it."),
    };

    private static string Finish(StepRecord record) => record.Step.IsReversal
        ? Note("schema_evolve_revert", JournalEntry.Reverted(record))
        : $"{Note("schema_evolve_finish", JournalEntry.Finished(record))}{(SqliteJournal.Outdates(record) ? $"{JournalSql.Unstamp};\n" : "")}";

    // The shell can neither repeat nor wait, and without pauses batches keep others out as one statement does.
    private const string Filling =
        """
        -- In one statement: nobody else writes until it is done. The application does it in batches, and lets others write between them.

        """;

    // What the application has written of it before it died.
    private static string Resumed(Fill fill) =>
        $"""
        UPDATE temp.schema_evolve_step
        SET rows = rows + coalesce(
            (
                SELECT cursor ->> 'written' FROM schema_evolve_steps
                WHERE migration = {fill.Step.Migration.Id} AND phase = {Literal(JournalEntry.Word(fill.Step.Entry.Phase))} AND number = {fill.Step.Entry.Number}
                    AND cursor ->> 'of' = {Literal(fill.Fingerprint)}
            ),
            0
        );

        """;

    private static string Open(Script script) =>
        $"""
        -- Run it with: sqlite3 <file> ".read <this file>"
        -- It stops at the first error. What is done by then stays done and is in the journal: plan again for the rest.
        .bail on

        -- Nobody else migrates meanwhile. If the database is locked here, another process is migrating it: wait until it is done, and plan again.
        .timeout 0
        ATTACH (SELECT file || '{ShellLock.Suffix}' FROM pragma_database_list WHERE name = 'main') AS schema_evolve_shell;
        PRAGMA schema_evolve_shell.locking_mode = EXCLUSIVE;
        PRAGMA schema_evolve_shell.user_version = 0;

        .timeout 60000
        {(script.Acts.OfType<Make>().Any(WritesSchema) ? ".dbconfig defensive off\n" : "")}PRAGMA foreign_keys = ON;
        PRAGMA legacy_alter_table = OFF;
        CREATE TEMP TABLE schema_evolve_step AS SELECT julianday('now') AS began, 0 AS rows;

        {(script.Acts.OfType<Make>().Any(NeedsAlter) ? Refuse("It takes SQLite 3.53 to run this script.", "SELECT 1 WHERE CAST(substr(sqlite_version(), 3) AS INTEGER) < 53") : "")}-- The journal is made where there is none, and is what it was when this was planned.
        BEGIN IMMEDIATE;
        {LayoutSql.Create}
        {Refuse("The journal is of this release. Start the application once, which brings it up to date, and plan again.", Version)}{Filled(LayoutSql.WriteVersion, ("@format", Format), ("@layout", Layout), ("@release", JournalVersion.Current.Release)).TrimStart()}
        {Refuse("The journal is as it was when this script was written. Plan again.", Changes(script.History))}COMMIT;

        """;

    // A rule that finds a row becomes a value that is not allowed, and the message of SQLite names the constraint.
    private static string Refuse(string rule, string offenders) =>
        $"""
        CREATE TEMP TABLE schema_evolve_rule (is_broken INTEGER CONSTRAINT {new Identifier(rule).Quoted} CHECK (NOT is_broken));
        INSERT INTO schema_evolve_rule
        SELECT EXISTS (
        {offenders}
        );
        DROP TABLE temp.schema_evolve_rule;

        """;

    private static string Format { get; } = JournalVersion.Current.Format.ToString(CultureInfo.InvariantCulture);

    private static string Layout { get; } = JournalVersion.Current.Layout.ToString(CultureInfo.InvariantCulture);

    // Tables that were just made have no version yet.
    private static string Version =>
        $"""
        SELECT 1
        WHERE EXISTS (SELECT 1 FROM schema_evolve_meta)
            AND (SELECT count(*) FROM schema_evolve_meta WHERE (key, value) IN (VALUES ('format', '{Format}'), ('layout', '{Layout}'))) <> 2
        """;

    // Whoever goes on leaves a state, or a step that is done.
    private static string Changes(History history) =>
        $"""
        SELECT 1
        WHERE (SELECT count(*) FROM schema_evolve_migrations) <> {history.Migrations.Count}
            OR EXISTS (SELECT 1 FROM schema_evolve_migrations WHERE id || ' ' || state NOT IN ({string.Join(", ", history.Migrations.Select(entry => Literal($"{entry.Id} {JournalEntry.Word(entry.State)}")))}))
            OR (SELECT count(*) FROM schema_evolve_steps WHERE state = 'done') <> {history.Migrations.Sum(entry => entry.Steps.Count(step => step.State == StepState.Done))}
        """;

    private static string Receive(string view, string sql) =>
        $"""

        CREATE TEMP VIEW {view} AS SELECT '' AS entry;
        CREATE TEMP TRIGGER {view}_entry INSTEAD OF INSERT ON {view} BEGIN
        {SqlLexer.Terminate(sql.Replace("@entry", "new.entry", StringComparison.Ordinal).TrimEnd(), Engines.Sqlite)}END;

        """;

    private static string Counted(Statement statement) => string.Concat(SqlLexer.Split(statement.Sql.For(Engines.Sqlite), Engines.Sqlite)
        .Select(sql => $"{SqlLexer.Terminate(sql, Engines.Sqlite)}{(SqlLexer.WritesRows(sql, Engines.Sqlite) ? Count : "")}"));

    // What only the shell knows, it fills in.
    private static string Note(string view, JournalEntry entry) =>
        $"""
        INSERT INTO {view}
        SELECT json_set({Literal(entry.ToJson())}, '$.rows', rows, '$.duration', seconds * 1000, '$.ago', printf('-%.3f seconds', seconds))
        FROM (SELECT rows, (julianday('now') - began) * 86400 AS seconds FROM temp.schema_evolve_step);

        """;

    private static string Note(string sql, Notice notice) => Filled(
        $"{sql};\n",
        ("@migration", notice.Migration.ToString(CultureInfo.InvariantCulture)),
        ("@name", notice.Name),
        ("@user", notice.Actor.User),
        ("@host", notice.Actor.Host),
        ("@process", notice.Actor.Process.ToString(CultureInfo.InvariantCulture)),
        ("@appVersion", notice.Actor.AppVersion),
        ("@description", notice.Text));

    private static string Filled(string sql, params ReadOnlySpan<(string Parameter, string Value)> values)
    {
        foreach (var (parameter, value) in values)
        {
            sql = sql.Replace(parameter, Literal(value), StringComparison.Ordinal);
        }

        return sql;
    }

    // The shell protects what only SQLite itself is to write.
    private static bool WritesSchema(Make make) => make.Statement.Sql.For(Engines.Sqlite).StartsWith("PRAGMA writable_schema", StringComparison.Ordinal);

    // What ALTER TABLE learned last.
    private static bool NeedsAlter(Make make) => SqlLexer.Read(make.Statement.Sql.For(Engines.Sqlite), Engines.Sqlite).Where(token => !token.IsTrivia).Select(token => token.Text).ToList() is
        ["ALTER", "TABLE", _, "ALTER", ..] or ["ALTER", "TABLE", _, "ADD", "CONSTRAINT" or "CHECK", ..] or ["ALTER", "TABLE", _, "DROP", "CONSTRAINT", ..];

    private static string Literal(string text) => Sql.Literal(text).For(Engines.Sqlite);
}
