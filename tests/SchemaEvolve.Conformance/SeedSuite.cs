using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>Rows that a migration brings are taken back without harm to the rows of others.</summary>
public abstract class SeedSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly RollbackOptions Lossy = new() { AllowDataLoss = true };

    [Test]
    public async Task A_seed_that_may_have_met_rows_goes_back_only_if_they_may_go()
    {
        var open = Recorded.Migration(1, "Open", schema =>
        {
            schema.CreateTable("countries", Column.Char("code", 2).PrimaryKey(), Column.Text("name"));
            schema.CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Char("country", 2))
                .AddForeignKey(["country"], "countries", to: ["code"], onDelete: ReferentialAction.Cascade);
        });
        var seed = Recorded.Migration(2, "Seed", schema => schema.Table("countries").Seed(["code", "name"], key: ["code"], ["AT", "Austria"], ["CH", "Swiss"], ["DE", "Germany"]));
        await Database.Migrator(open).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO countries (code, name) VALUES ('CH', 'Schweiz'), ('FR', 'France')");
        await Database.Migrator(open, seed).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO customers (id, country) VALUES (1, 'AT')");
        var rows = await Database.RowsAsync("countries");

        var rollback = () => Database.Migrator(open, seed).RollbackAsync(1);

        (await rollback.Should().ThrowAsync<MigrationRollbackException>()).Which.Message.Should().Be(
            """
            The rollback cannot be done, and nothing has been touched:
                2 Seed: The rows of countries that “Insert 3 rows in countries” is about would be deleted, even those that were there before it or have changed since, unless others refer to them: 3 rows.
            """);
        (await Database.RowsAsync("countries")).Should().Equal(rows);

        await Database.Migrator(open, seed).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<string>("SELECT code FROM countries ORDER BY code")).Should().Equal("AT", "FR");
        (await Database.QueryAsync<string>("SELECT country FROM customers")).Should().Equal("AT");
    }

    [Test]
    public async Task What_has_another_name_by_now_is_named_and_not_counted()
    {
        var open = Recorded.Migration(1, "Open", schema => schema.CreateTable("countries", Column.Char("code", 2).PrimaryKey()));
        var seed = Recorded.Migration(2, "Seed", schema => schema.Table("countries").AddColumn(Column.Text("name")).Seed(["code", "name"], key: ["code"], ["AT", "Austria"]));
        var rename = Recorded.Migration(3, "Rename", schema => schema.Table("countries").RenameColumn("code", "iso").RenameColumn("name", "title"));
        await Database.Migrator(open).MigrateAsync();
        await Database.Migrator(open, seed).MigrateAsync();
        await Database.Migrator(open, seed, rename).MigrateAsync();

        var rollback = () => Database.Migrator(open, seed, rename).RollbackAsync(1);

        (await rollback.Should().ThrowAsync<MigrationRollbackException>()).Which.Message.Should()
            .Contain("unless others refer to them.\n").And.EndWith("Column name of countries would be dropped, with all that was written in it.");
        await Database.Migrator(open, seed, rename).RollbackAsync(1, Lossy);

        (await Database.RowsAsync("countries")).Should().BeEmpty();
    }

    [Test]
    public async Task Seeded_rows_that_refer_to_each_other_go_together()
    {
        var open = Recorded.Migration(1, "Open", schema => schema
            .CreateTable("people", Column.Int64("id").PrimaryKey(), Column.Int64("boss"))
            .AddForeignKey("boss", "people", to: "id"));
        var seed = Recorded.Migration(2, "Seed", schema => schema.Table("people").Seed(["id", "boss"], key: ["id"], [1, Constant.Null], [2, 1]));
        await Database.Migrator(open, seed).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO people (id, boss) VALUES (3, 2)");

        await Database.Migrator(open, seed).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<long>("SELECT id FROM people ORDER BY id")).Should().Equal(1, 2, 3);

        await Database.ExecuteAsync("UPDATE people SET boss = NULL WHERE id = 3");
        await Database.Migrator(open, seed).MigrateAsync();
        await Database.Migrator(open, seed).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<long>("SELECT id FROM people ORDER BY id")).Should().Equal(3);
    }

    [Test]
    public async Task Thousands_of_rows_go_back_by_whatever_key()
    {
        const int Many = 2000;
        var open = Recorded.Migration(1, "Open", schema =>
        {
            schema.CreateTable("numbers", Column.Int64("id").PrimaryKey());
            schema.CreateTable("days", Column.Date("day").PrimaryKey(), Column.Int32("number").PrimaryKey());
        });
        var seed = Recorded.Migration(2, "Seed", schema =>
        {
            schema.Record(new InsertRows("numbers", ["id"], ["id"], [.. Enumerable.Range(1, Many).Select(number => (ValueList<Constant>)[number])], Overwrites: false));
            schema.Record(new InsertRows("days", ["number", "day"], ["day", "number"], [.. Enumerable.Range(1, Many).Select(number => (ValueList<Constant>)[number, new DateOnly(2026, 1, 1)])], Overwrites: false));
        });
        await Database.Migrator(open).MigrateAsync();
        await Database.Migrator(open, seed).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO numbers (id) VALUES (0)");
        await Database.ExecuteAsync("INSERT INTO days (day, number) VALUES ('2026-01-01', 0), ('2026-01-02', 1)");

        await Database.Migrator(open, seed).RollbackAsync(1, Lossy);

        (await Database.QueryAsync<long>("SELECT count(*) FROM numbers UNION ALL SELECT count(*) FROM days")).Should().Equal(1, 2);
    }

    [Test]
    public async Task A_seed_that_goes_with_its_table_and_one_of_no_rows_lose_nothing()
    {
        var open = Recorded.Migration(1, "Open", schema => schema.CreateTable("notes", Column.Int64("id").PrimaryKey()));
        var none = Recorded.Migration(2, "None", schema => schema.Table("notes").Seed(["id"], key: ["id"]));
        await Database.Migrator(open, none).MigrateAsync();

        (await Database.Migrator(open, none).PlanRollbackAsync(0)).Losses.Should().ContainSingle().Which.What.Should().Be("1 Open: Table notes would be dropped, with all its rows.");
        await Database.Migrator(open, none).RollbackAsync(1);

        (await Database.HistoryAsync()).Migrations.Should().ContainSingle();
    }
}
