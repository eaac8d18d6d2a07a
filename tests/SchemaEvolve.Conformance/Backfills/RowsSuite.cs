using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Backfills;

/// <summary>Tests about a table whose rows are brought up to date.</summary>
public abstract class RowsSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    protected const int Many = 2_500;

    protected static Identifier Old { get; } = "old";

    protected static Identifier New { get; } = "new";

    protected static RecordedMigration CreateByNumber { get; } = Create(Column.Int64("id").PrimaryKey());

    protected static RecordedMigration Shout { get; } = Recorded.Migration(2, "Shout", schema => schema.Table("t").Backfill("new", $"upper({Old})", Undo.Nothing));

    protected static RecordedMigration ToNumber { get; } = Recorded.Migration(2, "ToNumber", schema => schema.Table("t").Backfill("number", $"{Old}", Undo.Nothing));

    protected static RecordedMigration Create(params Column[] key) => Recorded.Migration(1, "Create", schema =>
        schema.CreateTable("t", [.. key, Column.Text("old"), Column.Text("new"), Column.Int32("number")]));

    protected static MigratorOptions With(BackfillOptions options) => new() { Backfills = options };

    protected static Task Each(BackfillPage page, Action<BackfillRow> convert)
    {
        foreach (var row in page.Rows)
        {
            convert(row);
        }

        return Task.CompletedTask;
    }

    protected Func<Task> Filling(RecordedMigration migration) => () => Database.Migrator(CreateByNumber, migration).MigrateAsync();

    protected async Task FillAsync(bool numbers = false)
    {
        await Database.Migrator(CreateByNumber).MigrateAsync();
        await InsertAsync(Many, $"i", Column.Int64("id"));
        if (numbers)
        {
            await Database.ExecuteAsync("UPDATE t SET old = id");
        }
    }

    protected Task InsertAsync(int rows, Sql key, params Column[] columns) => Database.ExecuteAsync(((Sql)
        $"""
        WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
        INSERT INTO t ({columns.Select(column => column.Name)}, old)
        SELECT {key}, 'row ' || i FROM numbers
        """).For(Database.Provider.Engine));

    // Runs until the backfill asks for the n-th time whether it may go on.
    protected async Task CancelAtAsync(int batch, params RecordedMigration[] migrations)
    {
        using var stop = new CancellationTokenSource();
        var calls = 0;
        var run = () => Database.Migrator(
            With(new()
            {
                Throttle = async _ =>
                {
                    if (++calls == batch)
                    {
                        await stop.CancelAsync();
                    }

                    return TimeSpan.Zero;
                },
            }),
            migrations).MigrateAsync(stop.Token);

        await run.Should().ThrowAsync<OperationCanceledException>();
    }

    // Counts by a trigger of the application, which no driver and no statistics can get wrong.
    protected async Task CountWritesAsync()
    {
        await Database.ExecuteAsync("CREATE TABLE writes (n INTEGER)");
        await Database.ExecuteAsync(Sql.Per(
            postgreSql:
                $"""
                CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO writes VALUES (1); RETURN NULL; END';
                CREATE TRIGGER count_writes AFTER UPDATE OF new, number ON t FOR EACH ROW EXECUTE FUNCTION count_write()
                """,
            sqlite: $"CREATE TRIGGER count_writes AFTER UPDATE OF new, number ON t BEGIN INSERT INTO writes VALUES (1); END").For(Database.Provider.Engine));
    }

    protected async Task<long> WritesAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM writes"))[0];

    protected async Task<long> StaleAsync() => (await Database.QueryAsync<long>("SELECT count(*) FROM t WHERE new IS NULL OR new <> upper(old)"))[0];
}
