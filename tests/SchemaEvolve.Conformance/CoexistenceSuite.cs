using SchemaEvolve.Conformance.Coexistence;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>Law 6, coexistence: while a migration comes and goes, old and new versions write and read at full speed, and nobody notices.</summary>
public abstract class CoexistenceSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    private static readonly RecordedMigration Create = Recorded.Migration(1, "Create", schema =>
    {
        schema.CreateTable(
                "people",
                Column.Int64("id").PrimaryKey(),
                Column.Int64("seed").NotNull(),
                Column.Text("name").NotNull(),
                Column.Text("phone").NotNull(),
                Column.Int32("points").NotNull().Default(0),
                Column.Text("fax").NotNull(),
                Column.Text("city").NotNull())
            .AddUnique("phone")
            .AddIndex("points");
        schema.CreateTable("homes", Column.Int64("person_id").PrimaryKey()).AddForeignKey("person_id", "people");
    });

    private static readonly RecordedMigration Evolve = Recorded.Migration(2, "Evolve", schema => schema
        .Table("people")
        .RenameColumn("phone", "phone_number")
        .ChangeType("points", ColumnType.Int64)
        .SplitColumn(
            "name",
            into: [Column.Text("first_name").NotNull(), Column.Text("last_name").NotNull()],
            up:
            [
                new("first_name", Sql.Per(postgreSql: $"split_part(name, ' ', 1)", sqlite: $"substr(name, 1, instr(name, ' ') - 1)")),
                new("last_name", Sql.Per(postgreSql: $"split_part(name, ' ', 2)", sqlite: $"substr(name, instr(name, ' ') + 1)")),
            ],
            down: $"first_name || ' ' || last_name")
        .DropColumn("fax", down: $"'f' || seed")
        .MoveColumn("city", to: "homes", by: [("id", "person_id")], name: "town"));

    [Test]
    public async Task Nobody_notices_a_migration_from_its_expansion_to_its_contraction([Values(1, 2, 3)] int seed)
    {
        var ledger = new Ledger();
        await Database.Migrator(ByHand, Create).MigrateAsync();
        await using var old = Writers.Start(Database, Edition.Old, ledger, count: 2, seed);
        old.Read();
        await old.WorkAsync(300);

        var expanded = new TaskCompletionSource();
        var options = ByHand with { Progress = new Watcher(expanded) };
        var migration = Database.Migrator(options, Create, Evolve).MigrateAsync();
        await Task.WhenAny(expanded.Task, migration);
        await using var @new = Writers.Start(Database, Edition.New, ledger, count: 2, seed + 50);
        await migration;
        @new.Read();
        await Task.WhenAll(old.WorkAsync(300), @new.WorkAsync(300));
        (await BrokenAsync(Edition.Old)).Should().BeEmpty();

        await old.StopAsync();
        await Database.Migrator(ByHand, Create, Evolve).ContractAsync();
        await @new.WorkAsync(300);
        await @new.StopAsync();

        old.Troubles.Should().BeEmpty();
        @new.Troubles.Should().BeEmpty();
        await ShouldBeWholeAsync(Edition.New, ledger);
        var catalog = await Database.InspectAsync();
        catalog.Mirrors.Should().BeEmpty();
        catalog["homes"].Columns["town"].IsNullable.Should().BeFalse();
        var people = catalog["people"];
        people.DualWrites.Should().BeEmpty();
        people.Columns.Where(column => !column.Name.Value.StartsWith("_se_dropped_", StringComparison.Ordinal)).Select(column => column.Name.Value)
            .Should().BeEquivalentTo("id", "seed", "phone_number", "points", "first_name", "last_name");
        people.Columns["points"].Type.Should().Be(ColumnType.Int64);
        people.Uniques.Should().ContainSingle().Which.Columns.Should().Equal("phone_number");
        people.Indexes.Should().ContainSingle().Which.Name.Value.Should().Be("ix_people_points");
    }

    [Test]
    public async Task Nobody_notices_a_migration_that_is_taken_back_before_it_contracts([Values(11, 12)] int seed)
    {
        var ledger = new Ledger();
        await Database.Migrator(ByHand, Create).MigrateAsync();
        var before = await Database.InspectAsync();
        await using var old = Writers.Start(Database, Edition.Old, ledger, count: 2, seed);
        old.Read();
        await Database.Migrator(ByHand, Create, Evolve).MigrateAsync();
        await using (var @new = Writers.Start(Database, Edition.New, ledger, count: 2, seed + 50))
        {
            @new.Read();
            await Task.WhenAll(old.WorkAsync(300), @new.WorkAsync(300));
            await @new.StopAsync();
            @new.Troubles.Should().BeEmpty();
        }

        await Database.Migrator(ByHand, Create, Evolve).RollbackAsync(to: Create.Id);
        await old.WorkAsync(300);
        await old.StopAsync();

        old.Troubles.Should().BeEmpty();
        await ShouldBeWholeAsync(Edition.Old, ledger);
        (await Database.InspectAsync()).Should().Be(before);
    }

    [Test]
    public async Task Nobody_notices_a_migration_that_is_taken_back_after_it_has_contracted([Values(21, 22)] int seed)
    {
        var ledger = new Ledger();
        await Database.Migrator(ByHand, Create).MigrateAsync();
        var before = await Database.InspectAsync();
        await using (var first = Writers.Start(Database, Edition.Old, ledger, count: 2, seed))
        {
            await first.WorkAsync(200);
            await first.StopAsync();
            first.Troubles.Should().BeEmpty();
        }

        var migrator = Database.Migrator(ByHand, Create, Evolve);
        await migrator.MigrateAsync();
        await migrator.ContractAsync();
        await using var @new = Writers.Start(Database, Edition.New, ledger, count: 2, seed + 50);
        @new.Read();
        await @new.WorkAsync(300);

        await migrator.RollbackAsync(to: Create.Id, new() { KeepsBoth = true });
        await using var old = Writers.Start(Database, Edition.Old, ledger, count: 2, seed + 100);
        old.Read();
        await Task.WhenAll(old.WorkAsync(300), @new.WorkAsync(300));
        await @new.StopAsync();
        await migrator.RollbackAsync(to: Create.Id);
        await old.WorkAsync(300);
        await old.StopAsync();

        @new.Troubles.Should().BeEmpty();
        old.Troubles.Should().BeEmpty();
        await ShouldBeWholeAsync(Edition.Old, ledger);
        (await Database.InspectAsync()).Should().Be(before);
    }

    private async Task ShouldBeWholeAsync(Edition edition, Ledger ledger)
    {
        (await BrokenAsync(edition)).Should().BeEmpty();
        (await SeedsAsync()).Should().Equal(ledger.Seeds.OrderBy(row => row.Key).Select(row => (row.Key, row.Value)));
    }

    private Task<IReadOnlyList<long>> BrokenAsync(Edition edition) => Database.QueryAsync<long>(edition.Broken);

    private async Task<IEnumerable<(long, long)>> SeedsAsync() =>
        (await Database.QueryAsync<Person>("SELECT id, seed FROM people ORDER BY id")).Select(row => (row.Id, row.Seed));

    // Not Progress<T>: that tells later, and somewhere else.
    private sealed class Watcher(TaskCompletionSource expanded) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value is { Elapsed: not null, Step.Reaches: >= MigrationState.Expanded })
            {
                expanded.TrySetResult();
            }
        }
    }
}
