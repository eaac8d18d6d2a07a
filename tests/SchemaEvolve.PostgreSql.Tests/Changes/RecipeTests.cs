using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>What is left behind by a step that was cut off, and what else stands in the way on a live server.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.All))]
internal sealed class RecipeTests(PostgreSqlServer server)
{
    private static readonly CreateIndex UniqueIndex = new("customers", new Index("ix_country", ["country"]).Unique());

    [Test]
    public async Task Duplicates_are_named_before_a_unique_index_is_built()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await DuplicateAsync(live);

        var building = () => live.MakeAsync(UniqueIndex);

        await building.Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "Rows of customers are to be unique by ix_country, but some are there more than once. [country, AT], [times, 2]");
        (await live.InspectAsync())["customers"].Indexes.Contains("ix_country").Should().BeFalse();
    }

    [Test]
    public async Task An_index_that_a_failed_build_left_behind_is_built_again()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await DuplicateAsync(live);
        var building = () => live.ExecuteAsync($"CREATE UNIQUE INDEX CONCURRENTLY ix_country ON customers (country)");
        await building.Should().ThrowAsync<PostgresException>().Where(error => error.SqlState == PostgresErrorCodes.UniqueViolation);
        (await live.InspectAsync())["customers"].Indexes["ix_country"].IsValid.Should().BeFalse();
        await live.ExecuteAsync($"DELETE FROM customers WHERE name = 'Bob'");

        var after = await live.MakeAsync(UniqueIndex);

        (await live.InspectAsync())["customers"].Indexes["ix_country"].IsValid.Should().BeTrue();
        (await live.InspectAsync()).Should().Be(await live.NormalizeAsync(after));
    }

    [Test]
    public async Task Orphans_are_named_before_a_foreign_key_is_added()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await live.ExecuteAsync($"INSERT INTO orders (customer, number) VALUES (7, 1)");

        var adding = () => live.MakeAsync(new AddForeignKey("orders", new("fk_customer", ["customer"], "customers", ["id"])));

        await adding.Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "Rows of orders are to refer to rows of customers by fk_customer, but some refer to none. [customer, 7], [number, 1]");
    }

    [Test]
    public async Task Missing_values_are_named_before_a_column_is_required()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await live.ExecuteAsync($"INSERT INTO customers (name) VALUES ('Ada')");

        var requiring = () => live.MakeAsync(new SetNullability("customers", "phone", IsNullable: false));

        await requiring.Should().ThrowAsync<InvalidOperationException>().WithMessage(
            "Column phone of customers is to take no NULL, but some rows have none. [id, 1]");
    }

    [Test]
    public async Task A_required_column_without_a_default_joins_an_empty_table_only()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        var change = new AddColumn("countries", Column.Text("capital").NotNull());
        await live.ExecuteAsync($"INSERT INTO countries (code, name) VALUES ('AT', 'Austria')");

        var adding = () => live.MakeAsync(change);

        await adding.Should().ThrowAsync<InvalidOperationException>().WithMessage("Column capital of countries takes no NULL and has no default*[code, AT]");
        await live.ExecuteAsync($"DELETE FROM countries");
        await live.MakeAsync(change);
        (await live.InspectAsync())["countries"].Columns["capital"].IsNullable.Should().BeFalse();
    }

    private static IEnumerable<TestCaseData> Recipes =>
    [
        Recipe(new SetNullability("customers", "phone", IsNullable: false)),
        Recipe(new AddCheck("orders", new("ck_orders_total", $"{new Identifier("total")} >= 0"))),
        Recipe(new AddForeignKey("orders", new("fk_orders_customer", ["customer"], "customers", ["id"]))),
        Recipe(new AddUnique("orders", new("uq_orders_number", ["number"]))),
        Recipe(new SetPrimaryKey("orders", new("pk_orders", ["number"]))),
        Recipe(new SetPrimaryKey("orders", new("pk_by_number", ["number"]))),
        Recipe(UniqueIndex),
        Recipe(new DropTable("visits")),
    ];

    [TestCaseSource(nameof(Recipes))]
    public async Task A_step_that_was_cut_off_anywhere_is_finished_by_the_next_try(Change change)
    {
        await using var whole = await LiveCatalog.CreateAsync(server, Samples.VisitedShop);
        await Samples.FillAsync(whole);
        var statements = whole.Compile(change, await whole.InspectAsync()).Statements;
        await whole.MakeAsync(change);
        var promised = await whole.InspectAsync();

        for (var cut = 1; cut < statements.Count; cut++)
        {
            if (statements[cut - 1].IsTransactional && statements[cut] is { IsTransactional: true, BeginsTransaction: false })
            {
                continue;
            }

            await using var live = await LiveCatalog.CreateAsync(server, Samples.VisitedShop);
            await Samples.FillAsync(live);
            await live.ExecuteAsync([.. statements.Take(cut)]);

            var after = await live.MakeAsync(change);

            (await live.InspectAsync()).Should().Be(promised);
            (await live.NormalizeAsync(after)).Should().Be(promised);
        }
    }

    [Test]
    public async Task A_type_changes_under_a_default_an_index_a_check_and_views()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await Samples.FillAsync(live);
        await live.ExecuteAsync($"""
            CREATE INDEX ix_points ON customers (points DESC) INCLUDE (name) WHERE points <> '';
            CREATE VIEW ranking AS SELECT name, points FROM customers;
            CREATE VIEW best AS SELECT name FROM ranking WHERE length(points::text) > 3;
            GRANT SELECT ON ranking TO PUBLIC;
            COMMENT ON VIEW best IS 'It''s them'
            """);
        var before = await live.InspectAsync();

        await live.MakeAsync(new ChangeColumnType("customers", "points", ColumnType.Text(9), new(old => $"{old} || '0'")));

        var after = await live.InspectAsync();
        after["customers"].Columns["points"].Should().Be(before["customers"].Columns["points"] with { Type = ColumnType.Text(9) });
        after["customers"].Indexes["ix_points"].Keys.Should().Equal(before["customers"].Indexes["ix_points"].Keys);
        after["customers"].Checks.Should().Equal(before["customers"].Checks);
        after.Opaques.Select(view => (view.Name, view.Kind)).Should().Equal(before.Opaques.Select(view => (view.Name, view.Kind)));
        after.Opaques["best"].Definition.ToString().Should().EndWith("COMMENT ON VIEW best IS 'It''s them'");
        after.Opaques["ranking"].Definition.ToString().Should().EndWith("GRANT SELECT ON ranking TO PUBLIC");
        (await live.Database.QueryAsync<string>("SELECT points FROM ranking ORDER BY name")).Should().Equal("00", "00");
    }

    [Test]
    public async Task What_the_model_has_no_word_for_is_kept_with_the_statement_that_makes_it()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        await live.ExecuteAsync($"""
            CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER audit BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION keep();
            ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
            CREATE POLICY audit ON orders FOR SELECT TO PUBLIC USING (number > 0);
            CREATE TABLE stays (during int4range, CONSTRAINT ex EXCLUDE USING gist (during range_ops WITH &&) DEFERRABLE);
            CREATE DOMAIN positive AS int CHECK (VALUE > 0);
            CREATE SEQUENCE numbers START 5 MINVALUE 5
            """);
        var before = await live.InspectAsync();

        await live.MakeAsync(new DropTable("orders"));
        await live.MakeAsync(new CreateTable(before["orders"]));

        var after = await live.InspectAsync();
        after.Should().Be(before);
        after["orders"].Opaques.Select(opaque => opaque.Kind).Should().Equal("trigger", "row security", "policy");
        after["stays"].Opaques.Select(opaque => opaque.Kind).Should().Equal("constraint");
        after.Opaques.Select(opaque => opaque.Kind).Should().Equal("domain", "sequence", "function");
    }

    [Test]
    public async Task What_an_extension_brings_along_is_not_in_the_catalog()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Catalog.Empty);

        await live.ExecuteAsync($"CREATE EXTENSION pg_stat_statements");

        (await live.InspectAsync()).Should().Be(Catalog.Empty with { Extensions = [new("pg_stat_statements")] });
    }

    [Test]
    public async Task A_sequence_that_a_column_owns_is_not_in_the_catalog()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Catalog.Empty);

        await live.ExecuteAsync($"CREATE TABLE notes (id serial, place int GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE downwards INCREMENT -2");

        var read = await live.InspectAsync();
        read.Sequences.Should().Equal(new Sequence("downwards", Start: -1, Increment: -2));
        read.Opaques.Should().BeEmpty();
    }

    [Test]
    public async Task A_partitioned_table_is_known_for_what_it_is()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Catalog.Empty);
        await live.ExecuteAsync($"CREATE TABLE events (at date NOT NULL, what text) PARTITION BY RANGE (at)");
        await live.ExecuteAsync($"CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");

        var indexing = () => live.MakeAsync(new CreateIndex("events", new Index("ix_what", ["what"])));

        await indexing.Should().ThrowAsync<CatalogException>().WithMessage("Table events is partitioned*");
        await live.MakeAsync(new CreateIndex("events_2026", new Index("ix_what", ["what"])));
        (await live.InspectAsync())["events_2026"].Indexes["ix_what"].IsValid.Should().BeTrue();
    }

    [Test]
    public async Task The_version_is_another_one_after_each_change_of_the_schema_and_the_same_after_rows()
    {
        await using var live = await LiveCatalog.CreateAsync(server, Samples.Shop);
        var versions = new List<string> { await live.VersionAsync() };

        foreach (var change in new[] { "ALTER TABLE customers ADD email text", "CREATE VIEW v AS SELECT 1 AS one", "COMMENT ON VIEW v IS 'One'", "ALTER VIEW v RENAME TO w", "CREATE EXTENSION citext", "CREATE SEQUENCE s", "CREATE INDEX ON customers (email)" })
        {
            await live.ExecuteAsync(Sql.Raw(change));
            versions.Add(await live.VersionAsync());
        }

        versions.Should().OnlyHaveUniqueItems();
        await Samples.FillAsync(live);
        (await live.VersionAsync()).Should().Be(versions[^1]);
    }

    private static TestCaseData Recipe(Change change) => new TestCaseData(change).SetArgDisplayNames(change.Description);

    private static Task DuplicateAsync(LiveCatalog live) => live.ExecuteAsync($"""
        INSERT INTO countries (code, name) VALUES ('AT', 'Austria');
        INSERT INTO customers (name, country) VALUES ('Ada', 'AT'), ('Bob', 'AT')
        """);
}
