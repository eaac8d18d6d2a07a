using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A table whose rows two versions write, each in its own form.</summary>
public abstract class DualWriteGround<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    protected static MigratorOptions AtOnce { get; } = new() { Contract = ContractPolicy.Immediately };

    protected static Identifier A { get; } = "a";
    protected static Identifier B { get; } = "b";
    protected static Identifier C { get; } = "c";
    protected static Identifier D { get; } = "d";

    protected static DualWrite Trim { get; } = new("a_b", Up: [new("b", $"trim({A})")], Down: [new("a", $"{B}")]);
    protected static DualWrite Upper { get; } = new("b_c", Up: [new("c", $"upper({B})")], Down: [new("b", $"{C}")]);
    protected static DualWrite Number { get; } = new("id_number", Up: [new("number", $"{new Identifier("id")}")], Down: [new("id", $"{new Identifier("number")}")]);
    protected static DualWrite Mark { get; } = new("c_d", Up: [new("d", $"{C} || '!'")], Down: [new("c", $"substr({D}, 1, length({D}) - 1)")]);

    private readonly List<RecordedMigration> _migrations = [];

    [SetUp]
    public void ForgetMigrations() => _migrations.Clear();

    protected static Column Text(Identifier name) => Column.Text(name);

    protected Task CreateAsync(IEnumerable<Column> columns, params IEnumerable<DualWrite> syncs) => CreateAsync(1, "t", columns, syncs);

    protected Task CreateAsync(long id, string table, IEnumerable<Column> columns, params IEnumerable<DualWrite> syncs) => AlterAsync(
        id,
        [new CreateTable(Table.Of(table, [Column.Int64("id").PrimaryKey(), .. columns])), .. syncs.Select(sync => new AddDualWrite(table, sync))]);

    protected async Task AlterAsync(long id, params IEnumerable<Change> changes)
    {
        _migrations.Add(Recorded.Migration(id, $"Step{id}", schema =>
        {
            foreach (var change in changes)
            {
                schema.Record(change);
            }
        }));
        await Database.Migrator(AtOnce, _migrations).MigrateAsync();
    }

    protected async Task ShouldHaveAsync(params string[] rows) => (await RowsAsync("t")).Should().Equal(rows);

    protected async Task<IReadOnlyList<string>> RowsAsync(string quoted)
    {
        await using var connection = await Database.OpenAsync();
        var rows = (await connection.QueryAsync($"SELECT * FROM {quoted}")).Cast<IDictionary<string, object?>>();

        return [.. rows.Select(row => string.Join(", ", row.Select(cell => $"{cell.Key}={cell.Value ?? "NULL"}"))).Order(StringComparer.Ordinal)];
    }
}
