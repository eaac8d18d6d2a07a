using Dapper;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Conformance.Telemetry;

/// <summary>What no run tells anybody, whatever the database.</summary>
public abstract class SecretSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RecordedMigration CreatePeople = Recorded.Migration(1, "CreatePeople", schema => schema
        .CreateTable("people", Column.Text("id").PrimaryKey(), Column.Text("name"), Column.Text("shout")));

    private static readonly RecordedMigration Shout = Recorded.Migration(2, "Shout", schema => schema
        .Table("people").Backfill("shout", $"upper(name)", Undo.Nothing));

    // Its values are parameters. The last row is refused, as its value is taken.
    private static readonly RecordedMigration Whisper = Recorded.Migration(4, "Whisper", schema => schema
        .Table("people").AddUnique(["shout"], name: "uq_people_shout").Backfill(
            "whisper",
            1,
            reads: ["name"],
            writes: ["shout"],
            (page, _) =>
            {
                foreach (var row in page.Rows)
                {
                    row.Set("shout", "hushed whisper");
                }

                return Task.CompletedTask;
            },
            Undo.Nothing));

    // The second time, the key is taken.
    private static readonly RecordedMigration Insert = Recorded.Migration(3, "Insert", schema => schema.RunIrreversible(
        "insert twice",
        version: 1,
        up: async (code, _) =>
        {
            for (var time = 0; time < 2; time++)
            {
                await code.Connection.ExecuteAsync("INSERT INTO people (id, name) VALUES (@id, @name)", new { id = "hushed id", name = "hushed name" }, code.Transaction);
            }
        },
        reason: "Rows are added"));

    /// <summary>The database, without the details that a driver tells only where it is asked to.</summary>
    protected virtual DatabaseProvider Discreet => Database.Provider;

    [Test]
    public async Task No_value_of_a_parameter_and_of_a_row_is_told()
    {
        using var trace = new Trace();
        var log = new Listener();
        var options = new MigratorOptions { Logger = log };
        await Database.Migrator(options, CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, name) VALUES ('hushed key', 'hushed value'), ('hushed other key', 'hushed other value')");

        await MigratorOf(options, CreatePeople, Shout).MigrateAsync();
        var failure = (await MigratorOf(options, CreatePeople, Shout, Insert).Invoking(migrator => migrator.MigrateAsync())
            .Should().ThrowAsync<MigrationFailedException>()).Which;

        var story = await Database.Migrator(CreatePeople, Shout, Insert).ReportAsync(Insert.Id);
        var events = await EventsAsync();
        var spans = Told(trace);
        (await Database.QueryAsync<string>("SELECT shout FROM people")).Should().HaveCount(2).And.OnlyContain(value => value.StartsWith("HUSHED", StringComparison.Ordinal));
        spans.Should().Contain(text => text.Contains("UPDATE", StringComparison.Ordinal));
        events.Should().Contain(text => text.Contains("insert twice", StringComparison.Ordinal));
        foreach (var told in (string[])[.. log.Lines, .. events, .. spans, failure.ToString(), story.ToMarkdown()])
        {
            told.Should().NotContainEquivalentOf("hushed");
        }
    }

    [Test]
    public async Task No_value_that_a_backfill_writes_is_told()
    {
        using var trace = new Trace();
        var log = new Listener();
        var options = new MigratorOptions { Logger = log };
        await Database.Migrator(options, CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, name) VALUES ('key', 'hushed value'), ('other key', 'hushed other value')");

        var failure = (await MigratorOf(options, CreatePeople, Whisper).Invoking(migrator => migrator.MigrateAsync())
            .Should().ThrowAsync<MigrationFailedException>()).Which;

        failure.Message.Should().Contain("The row with id = other key cannot be filled");
        trace.Spans.Should().Contain(span => span.Status == System.Diagnostics.ActivityStatusCode.Error);
        foreach (var told in (string[])[.. log.Lines, .. await EventsAsync(), .. Told(trace), failure.ToString()])
        {
            told.Should().NotContainEquivalentOf("hushed");
        }
    }

    private Task<IReadOnlyList<string>> EventsAsync() => Database.QueryAsync<string>(Database.Provider.Engine == Engines.PostgreSql
        ? "SELECT to_jsonb(events)::text FROM schema_evolve.events"
        : "SELECT concat_ws(' ', description, sql, message, stack, blockers) FROM schema_evolve_events");

    private static string[] Told(Trace trace) =>
        [.. trace.Spans.SelectMany(span => span.TagObjects.Concat(span.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Value}").Append(span.StatusDescription ?? ""))];

    private Migrator MigratorOf(MigratorOptions options, params IEnumerable<RecordedMigration> migrations) => new(Discreet, MigrationSet.OfRecorded(migrations), options);

    [Test]
    public async Task What_a_database_says_of_a_row_that_it_refuses_is_told_to_whoever_must_mend_it_but_in_no_log_and_span()
    {
        var parse = Recorded.Migration(2, "Parse", schema => schema.Sql(
            Sql.Raw("INSERT INTO people (id, name) SELECT 'x', 'y' FROM people WHERE CAST(name AS integer) > 0 OR json(name) IS NULL"), Sql.Empty));
        using var trace = new Trace();
        var log = new Listener();
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, name) VALUES ('key', 'hushed value')");

        await Database.Migrator(new MigratorOptions { Logger = log }, CreatePeople, parse).Invoking(migrator => migrator.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();

        log.Lines.Should().NotContain(line => line.Contains("hushed", StringComparison.OrdinalIgnoreCase));
        trace.Spans.Should().Contain(span => span.Status == System.Diagnostics.ActivityStatusCode.Error);
        trace.Spans.SelectMany(span => span.Events.SelectMany(one => one.Tags).Select(tag => $"{tag.Value}").Append(span.StatusDescription ?? ""))
            .Should().OnlyContain(text => !text.Contains("hushed", StringComparison.OrdinalIgnoreCase));
        (await Database.QueryAsync<string>($"SELECT stack FROM {(Database.Provider.Engine == Engines.PostgreSql ? "schema_evolve.events" : "schema_evolve_events")} WHERE kind = 'failed'"))
            .Should().ContainSingle().Which.Should().NotContain("hushed");
    }

    // The first finds such rows by looking for them, the other by the answer of a database that is asked for details.
    [Test]
    public async Task A_row_that_breaks_a_rule_is_told_to_whoever_must_mend_it_but_in_no_log_and_span([Values] bool isLookedFor)
    {
        var unique = Recorded.Migration(2, "Unique", schema =>
        {
            if (isLookedFor)
            {
                schema.Require("No name is taken twice.", $"SELECT name FROM people GROUP BY name HAVING count(*) > 1");
            }
            else
            {
                schema.Sql(Sql.Raw("CREATE UNIQUE INDEX ux_people_name ON people (name)"), Sql.Raw("DROP INDEX ux_people_name"));
            }
        });
        using var trace = new Trace();
        var log = new Listener();
        await Database.Migrator(CreatePeople).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, name) VALUES ('1', 'hushed'), ('2', 'hushed')");

        var failure = (await Database.Migrator(new MigratorOptions { Logger = log }, CreatePeople, unique).Invoking(migrator => migrator.MigrateAsync())
            .Should().ThrowAsync<MigrationFailedException>()).Which;

        // SQLite itself tells no values.
        failure.Message.Contains("hushed", StringComparison.Ordinal).Should().Be(isLookedFor || Database.Provider.Engine == Engines.PostgreSql);
        (await EventsAsync()).Any(one => one.Contains("hushed", StringComparison.Ordinal)).Should().Be(isLookedFor || Database.Provider.Engine == Engines.PostgreSql);
        log.Lines.Should().Contain(line => line.Contains("failed", StringComparison.Ordinal));
        log.Lines.Concat(Told(trace)).Should().NotContain(text => text.Contains("hushed", StringComparison.Ordinal));
    }
}
