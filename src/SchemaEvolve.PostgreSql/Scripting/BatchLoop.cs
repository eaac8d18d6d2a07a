using System.Globalization;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Journaling;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;

namespace SchemaEvolve.PostgreSql.Scripting;

/// <summary>Says the batches of a backfill to psql: one block of code, which ends a transaction after each of them, with how far it has come.</summary>
/// <remarks>The application goes on behind it, and it behind the application. Upkeep is left to autovacuum, because no block can call VACUUM.</remarks>
internal sealed class BatchLoop(PostgreSqlBackfills backfills, JournalTables tables, ScriptLock scriptLock)
{
    public string Say(Fill fill) =>
        $"""
        -- In batches. If it dies, what is filled stays: plan again, or start the application, and it goes on behind the last one.
        DO {Psql.Code(Block(fill, fill.Step.Batches))};
        SELECT rows AS se_rows FROM {tables.Steps.Quoted} WHERE {Entry(fill.Step)} \gset

        """;

    // The size of a batch is learned as the application learns it, and a batch that others are in the way of is tried again as patiently.
    private string Block(Fill fill, Batches batches) =>
        $"""
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
            tries integer := 0;{(batches.Sweeps ? "\n    is_swept boolean := false;" : "")}
        BEGIN
            SELECT steps.cursor::json INTO place FROM {tables.Steps.Quoted} AS steps WHERE {Entry(fill.Step)};
            IF place ->> 'of' = {Psql.Literal(fill.Fingerprint)} THEN
                behind := place ->> 'after';
                through := place ->> 'through';
                looked_at := place ->> 'rows';
                written := place ->> 'written';
                quarantined := place ->> 'quarantined';
            ELSE
                IF to_regclass({Psql.Literal(tables.Quarantine.Quoted)}) IS NOT NULL THEN
                    DELETE FROM {tables.Quarantine.Quoted} WHERE migration = {fill.Step.Migration.Id} AND number = {fill.Step.Entry.Number} AND relation = {Psql.Literal(batches.Table.ToString())};
                END IF;
                {(batches.Key.Count > 0 ? $"EXECUTE {Quoted(End(batches))} INTO through;" : "-- There is no key, so there is one batch.")}
            END IF;
            EXECUTE {Quoted(batches.Estimate)} INTO estimated;
            LOOP
                {Note(fill)}
                {scriptLock.Hold}COMMIT;
                EXIT WHEN behind IS NOT DISTINCT FROM through{(batches.Sweeps ? " AND is_swept" : "")};
                IF tries > 0 THEN
                    PERFORM pg_sleep(least(0.02 * tries, 1));
                    COMMIT;
                END IF;{(fill.YieldsToLocks && batches.Waiting is { } waiting ? Yield(waiting) : "")}
                {string.Join("\n        ", batches.Settings.Select(setting => $"{setting.For(Engines.PostgreSql)};"))}
                began := clock_timestamp();
                patient_until := coalesce(patient_until, began + interval '2 minutes');
                BEGIN
        {Work(fill, batches)}
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
        """;

    private static string Work(Fill fill, Batches batches) => batches switch
    {
        { Key.Count: 0 } => FillRest(batches),
        { Sweeps: true } =>
            $"""
                        IF behind IS NOT DISTINCT FROM through THEN
            {FillRest(batches)}
                        ELSE
            {FillPage(fill, batches)}
                        END IF;
            """,
        _ => FillPage(fill, batches),
    };

    // A row that changed its key meanwhile may have gone past the loop.
    private static string FillRest(Batches batches) =>
        $"""
                    EXECUTE {Quoted(batches.Whole)};
                    GET DIAGNOSTICS filled = ROW_COUNT;
                    is_swept := true;
        """;

    private static string FillPage(Fill fill, Batches batches)
    {
        Sql key = $"{batches.Key.Select(part => part.Column)}";
        var keys = key.For(Engines.PostgreSql);

        return $"""
                    reach := coalesce({Psql.Literal($"({keys}) > (")} || behind || ') AND ', '') || {Psql.Literal($"({keys}) <= (")};
                    EXECUTE {Quoted($"SELECT {Literal(batches)} FROM {batches.Table} WHERE")} || reach || through || {Psql.Literal($"){(batches.IsSorted ? "" : $" ORDER BY {keys}")} LIMIT 1 OFFSET ")} || size - 1 INTO upto;
                    page := size;
                    IF upto IS NULL THEN
                        upto := through;
                        EXECUTE {Quoted($"SELECT count(*) FROM {batches.Table} WHERE")} || reach || through || ')' INTO page;
                    END IF;
                    EXECUTE {Quoted($"{batches.Update}\nWHERE")} || reach || upto || {Quoted($") AND ({batches.Stale})")};
                    GET DIAGNOSTICS filled = ROW_COUNT;
                    behind := upto;
                    looked_at := looked_at + page;
                    size := least(greatest(page * {fill.BatchTime.TotalSeconds.ToString(CultureInfo.InvariantCulture)} / greatest(extract(epoch FROM clock_timestamp() - began), 0.000001), page / 2, 1), page * 4, 100000);
        """;
    }

    private string Yield(Sql waiting) =>
        $"""

                WHILE EXISTS (
        {waiting.For(Engines.PostgreSql)}
                ) LOOP
                    {scriptLock.Hold}COMMIT;
                    PERFORM pg_sleep(0.1);
                END LOOP;
        """;

    private string Note(Fill fill)
    {
        var command = backfills.Advanced(fill.Record, cursor: "");
        var values = command.Parameters.Select(parameter => parameter is Measured { What: var what } ? Word(fill, what) : PreparedEntries.Value(parameter));

        return $"EXECUTE {Quoted(Sql.Raw(command.CommandText))} USING {string.Join(", ", values)};";
    }

    private static string Word(Fill fill, Measure measure) => measure switch
    {
        Measure.Rows => "written",
        Measure.Duration => "clock_timestamp() - began_all",
        Measure.Cursor =>
            $"json_build_object('of', {Psql.Literal(fill.Fingerprint)}, 'after', behind, 'through', through, 'rows', looked_at, 'written', written, 'estimated', estimated, 'quarantined', quarantined)::text",
        _ => throw new ArgumentOutOfRangeException(nameof(measure), measure, "A batch does not know it."),
    };

    private static Sql End(Batches batches) => batches.End
        ?? $"SELECT {Literal(batches)} FROM {batches.Table} ORDER BY {Sql.Join(", ", batches.Key.Select(part => (Sql)$"{part.Column} DESC"))} LIMIT 1";

    private static Sql Literal(Batches batches) => Sql.Join(" || ', ' || ", batches.Key.Select(part => part.Literal));

    private static string Entry(BackfillStep step) =>
        $"migration = {step.Migration.Id} AND phase = {Psql.Literal(Words.Of(step.Entry.Phase))} AND number = {step.Entry.Number}";

    private static string Quoted(Sql sql) => DollarQuotes.Around(sql).For(Engines.PostgreSql);
}
