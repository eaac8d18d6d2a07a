using Dapper;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>A column goes to another table, and old and new writers each find their own, whoever wrote what: the same on every database.</summary>
public abstract class MoveSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions ByHand = new() { Contract = ContractPolicy.Manually };

    // The new rows come behind the old ones, or before them.
    private static readonly RecordedMigration Behind = Recorded.Migration(1, "Open", schema =>
    {
        schema.CreateTable("orders", Column.Int64("id").PrimaryKey(), Column.Text("address"), Column.Text("status").NotNull().Default("new"), Column.Text("other"));
        schema.CreateTable("deliveries", Column.Int64("id").PrimaryKey(), Column.Int64("order_id"), Column.Text("other"))
            .AddUnique("order_id")
            .AddForeignKey("order_id", "orders", onUpdate: ReferentialAction.Cascade);
    });

    private static readonly RecordedMigration Before = Recorded.Migration(1, "Open", schema =>
    {
        schema.CreateTable("deliveries", Column.Int64("id").PrimaryKey(), Column.Int64("order_id"), Column.Text("other"))
            .AddUnique("order_id");
        schema.CreateTable("orders", Column.Int64("id").PrimaryKey(), Column.Text("address"), Column.Text("status").NotNull().Default("new"), Column.Text("other"))
            .AddForeignKey("id", "deliveries", to: "order_id");
    });

    private static readonly RecordedMigration Move = Recorded.Migration(2, "Move", schema => schema.Table("orders")
        .MoveColumn("address", to: "deliveries", by: [("id", "order_id")], name: "place")
        .MoveColumn("status", to: "deliveries", by: [("id", "order_id")]));

    [TestCase("address", "'a'", "place", "'b'", "b|b", Description = "Whoever comes later and brings a value")]
    [TestCase("address", "'a'", "other", "'o'", "a|a")]
    [TestCase("address", "'a'", "place", "NULL", "a|a")]
    [TestCase("other", "'o'", "place", "'b'", "b|b")]
    [TestCase("other", "'o'", "other", "'p'", "|")]
    public async Task A_row_that_comes_behind_its_partner_takes_over_what_it_does_not_bring(string old, string given, string @new, string value, string pair)
    {
        await ExpandAsync(Behind);

        await Database.ExecuteAsync($"INSERT INTO orders (id, {old}) VALUES (1, {given})");
        await Database.ExecuteAsync($"INSERT INTO deliveries (id, order_id, {@new}) VALUES (9, 1, {value})");

        await ShouldHaveAsync($"1: {pair}|new|new");
    }

    [TestCase("address", "'a'", "place", "'b'", "a|a")]
    [TestCase("address", "'a'", "other", "'o'", "a|a")]
    [TestCase("address", "NULL", "place", "'b'", "b|b")]
    [TestCase("other", "'o'", "place", "'b'", "b|b")]
    public async Task So_does_one_whose_partner_is_there_before(string old, string given, string @new, string value, string pair)
    {
        await ExpandAsync(Before);

        await Database.ExecuteAsync($"INSERT INTO deliveries (id, order_id, {@new}) VALUES (9, 1, {value})");
        await Database.ExecuteAsync($"INSERT INTO orders (id, {old}) VALUES (1, {given})");

        await ShouldHaveAsync($"1: {pair}|new|new");
    }

    [Test]
    public async Task A_default_is_no_value_that_an_insert_brings()
    {
        await ExpandAsync(Before);

        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id, status) VALUES (7, 1, 'sent'), (8, 2, 'sent')");
        await Database.ExecuteAsync("INSERT INTO orders (id) VALUES (1)");
        await Database.ExecuteAsync("INSERT INTO orders (id, status) VALUES (2, 'lost')");

        await ShouldHaveAsync("1: ||sent|sent", "2: ||lost|lost");
    }

    [TestCase("UPDATE orders SET address = 'x' WHERE id = 1", "1: x|x|new|new", "2: b|b|new|new")]
    [TestCase("UPDATE orders SET address = NULL WHERE id = 1", "1: ||new|new", "2: b|b|new|new")]
    [TestCase("UPDATE orders SET address = 'x', status = 'y'", "1: x|x|y|y", "2: x|x|y|y")]
    [TestCase("UPDATE orders SET other = 'x'", "1: a|a|new|new", "2: b|b|new|new")]
    [TestCase("UPDATE deliveries SET place = 'x', status = 'y' WHERE order_id = 2", "1: a|a|new|new", "2: x|x|y|y")]
    [TestCase("UPDATE deliveries SET place = NULL", "1: ||new|new", "2: ||new|new")]
    [TestCase("UPDATE deliveries SET other = 'x', place = place", "1: a|a|new|new", "2: b|b|new|new")]
    [TestCase("INSERT INTO orders (id, address) VALUES (1, 'x'), (3, 'y') ON CONFLICT (id) DO UPDATE SET address = excluded.address", "1: x|x|new|new", "2: b|b|new|new", "3: y||new|")]
    [TestCase("INSERT INTO deliveries (id, order_id, place) VALUES (9, 1, 'x') ON CONFLICT (order_id) DO UPDATE SET place = excluded.place", "1: x|x|new|new", "2: b|b|new|new")]
    [TestCase("INSERT INTO deliveries (id, order_id, place) VALUES (9, 1, 'x') ON CONFLICT (order_id) DO NOTHING", "1: a|a|new|new", "2: b|b|new|new")]
    [TestCase("INSERT INTO deliveries (id, order_id, place) VALUES (9, 1, NULL) ON CONFLICT (order_id) DO UPDATE SET place = excluded.place", "1: ||new|new", "2: b|b|new|new")]
    [TestCase("INSERT INTO orders (id, address) SELECT id + 10, address FROM orders; INSERT INTO deliveries (id, order_id) SELECT id + 10, order_id + 10 FROM deliveries", "11: a|a|new|new", "12: b|b|new|new", "1: a|a|new|new", "2: b|b|new|new")]
    [TestCase("UPDATE orders SET id = 5, address = 'x' WHERE id = 1", "2: b|b|new|new", "5: x|x|new|new")]
    [TestCase("UPDATE orders SET id = id + 5", "6: a|a|new|new", "7: b|b|new|new")]
    [TestCase("DELETE FROM deliveries WHERE order_id = 1; UPDATE orders SET address = 'x'; INSERT INTO deliveries (id, order_id) VALUES (9, 1)", "1: x|x|new|new", "2: x|x|new|new")]
    public async Task What_is_written_to_one_row_is_written_to_its_partner(string sql, params string[] pairs)
    {
        await ExpandAsync(Behind);
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'), (2, 'b')");
        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id) VALUES (11, 1), (12, 2)");

        await Database.ExecuteAsync(sql);

        await ShouldHaveAsync(pairs);
    }

    [TestCase("order_id = 2", "1: a||new|", "2: b|b|new|new")]
    [TestCase("order_id = 2, place = 'x'", "1: a||new|", "2: x|x|new|new")]
    [TestCase("order_id = 3", "1: a||new|", "3: a|a|new|new")]
    [TestCase("order_id = NULL", "1: a||new|", "2: b||new|")]
    public async Task A_row_with_another_key_takes_over_what_its_new_partner_has(string set, params string[] expected)
    {
        await ExpandAsync(Behind);
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'), (2, 'b'), (3, NULL)");
        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id) VALUES (11, 1)");

        await Database.ExecuteAsync($"UPDATE deliveries SET {set}");

        (await PairsAsync()).Should().Contain(expected);
    }

    [Test]
    public async Task What_another_trigger_writes_is_passed_on()
    {
        await Database.Migrator(ByHand, Behind).MigrateAsync();
        await Database.ExecuteAsync(Database.Provider.Engine == Engines.Sqlite
            ? "CREATE TRIGGER users AFTER UPDATE OF address ON orders WHEN NEW.address <> upper(NEW.address) BEGIN UPDATE orders SET address = upper(address) WHERE id = NEW.id; END"
            : """
              CREATE FUNCTION users() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE orders SET address = upper(address) WHERE id = NEW.id; RETURN NULL; END $$;
              CREATE TRIGGER users AFTER UPDATE OF address ON orders FOR EACH ROW WHEN (NEW.address <> upper(NEW.address)) EXECUTE FUNCTION users()
              """);
        var move = Recorded.Migration(2, "Move", schema => schema.Table("deliveries").AddColumn(Column.Text("note")).MoveColumn("note", to: "orders", by: [("order_id", "id")]));
        await Database.Migrator(ByHand, Behind, move).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'A'); INSERT INTO deliveries (id, order_id, note) VALUES (9, 1, 'n')");

        await Database.ExecuteAsync("UPDATE orders SET address = 'b', note = 'm' WHERE id = 1");

        (await Database.QueryAsync<string>("SELECT o.address || o.note || d.note FROM orders o JOIN deliveries d ON d.order_id = o.id")).Should().Equal("Bmm");
    }

    [TestCase("new", "new", "old", "old")]
    [TestCase("old", "id", "new", "key")]
    [TestCase("it's \"so\"", "a \"b\"", "order", "select")]
    [TestCase("Größe 🙂", "ours", "theirs", "Ä 🙂")]
    [TestCase("a_table_whose_name_is_exactly_as_long_as_postgresql_takes_it_ok", "a_column_whose_name_is_as_long_as_postgresql_takes_it_for_1_xx", "a_table_whose_name_is_exactly_as_long_as_postgresql_takes_it_no", "a_column_whose_name_is_as_long_as_postgresql_takes_it_for_1_yy")]
    public async Task Any_name_will_do(string from, string column, string to, string name)
    {
        Identifier key = column == "id" ? "new" : "id";
        var open = Recorded.Migration(1, "Open", schema =>
        {
            schema.CreateTable(from, Column.Int64(key).PrimaryKey(), Column.Text(column));
            schema.CreateTable(to, Column.Int64("old").PrimaryKey(), Column.Text("more")).AddForeignKey(["old"], from, name: "fk");
        });
        var move = Recorded.Migration(2, "Move", schema => schema.Table(from).MoveColumn(column, to, by: [(key, "old")], name == "old" ? "new" : name));
        Identifier moved = name == "old" ? "new" : name;
        var (source, target) = (((Identifier)from).Quoted, ((Identifier)to).Quoted);
        await Database.Migrator(ByHand, open).MigrateAsync();
        await Database.ExecuteAsync($"INSERT INTO {source} ({key.Quoted}, {((Identifier)column).Quoted}) VALUES (1, 'a'), (2, 'b'); INSERT INTO {target} (\"old\") VALUES (1), (2)");
        await Database.Migrator(ByHand, open, move).MigrateAsync();

        await Database.ExecuteAsync($"UPDATE {source} SET {((Identifier)column).Quoted} = 'c' WHERE {key.Quoted} = 1; UPDATE {target} SET {moved.Quoted} = 'd' WHERE \"old\" = 2");

        (await Database.QueryAsync<string>($"SELECT {((Identifier)column).Quoted} FROM {source} ORDER BY {key.Quoted}")).Should().Equal("c", "d");
        (await Database.QueryAsync<string>($"SELECT {moved.Quoted} FROM {target} ORDER BY \"old\"")).Should().Equal("c", "d");
        (await Database.InspectAsync()).Mirrors.Should().ContainSingle();
        await Database.Migrator(ByHand, open, move).ContractAsync();
        (await Database.InspectAsync()).Mirrors.Should().BeEmpty();
    }

    [Test]
    public async Task Rows_that_were_there_are_brought_over_and_the_old_column_goes()
    {
        await Database.Migrator(ByHand, Behind).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO orders (id, address, status) VALUES (1, 'a', 'new'), (2, NULL, 'sent')");
        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id) VALUES (11, 1), (12, 2), (13, NULL)");

        await Database.Migrator(ByHand, Behind, Move).MigrateAsync();
        await Database.Migrator(ByHand, Behind, Move).ContractAsync();

        (await Database.QueryAsync<string>("SELECT id || coalesce(place, '-') || status FROM deliveries ORDER BY id")).Should().Equal("11anew", "12-sent", "13-new");
        var catalog = await Database.InspectAsync();
        catalog.Mirrors.Should().BeEmpty();
        catalog["orders"].Columns.Select(column => column.Name.Value).Should().NotContain(["address", "status"]);
    }

    [Test]
    public async Task Where_nobody_else_is_there_it_is_done_at_once()
    {
        await Database.Migrator(Behind).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'); INSERT INTO deliveries (id, order_id) VALUES (11, 1)");

        await Database.Migrator(Behind, Move).MigrateAsync();

        (await Database.QueryAsync<string>("SELECT place || status FROM deliveries")).Should().Equal("anew");
    }

    [Test]
    public async Task A_value_without_a_partner_stops_the_contraction_until_it_has_one([Values] bool isAlone)
    {
        await Database.Migrator(ByHand, Behind).MigrateAsync();
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'), (2, 'b')");
        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id) VALUES (11, 1)");
        var migrator = Database.Migrator(isAlone ? new() { Contract = ContractPolicy.Immediately } : ByHand, Behind, Move);
        await (isAlone ? Task.CompletedTask : migrator.MigrateAsync());
        var before = await Database.InspectAsync();

        var contract = async () => isAlone ? await migrator.MigrateAsync() : await migrator.ContractAsync();

        (await contract.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should()
            .Contain("has a partner in deliveries").And.Contain("id = 2");
        (await Database.InspectAsync()).Should().Be(before);

        await Database.ExecuteAsync("INSERT INTO deliveries (id, order_id) VALUES (12, 2)");
        await contract();
        (await Database.QueryAsync<string>("SELECT place FROM deliveries ORDER BY id")).Should().Equal("a", "b");
    }

    [Test]
    public async Task Pairs_that_differ_stop_the_contraction_until_they_are_mended()
    {
        await ExpandAsync(Behind);
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'); INSERT INTO deliveries (id, order_id) VALUES (11, 1)");
        await TEngine.WriteBehindTriggersAsync(Database, "deliveries", "UPDATE deliveries SET place = 'x'");

        var contract = () => Database.Migrator(ByHand, Behind, Move).ContractAsync();

        (await contract.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("id = 11");
        (await Database.InspectAsync()).Mirrors.Should().HaveCount(2);

        await Database.ExecuteAsync("UPDATE deliveries SET place = 'y'");
        await contract();
    }

    [Test]
    public async Task What_was_written_since_the_contraction_comes_back([Values] bool isPurged)
    {
        await ExpandAsync(Behind);
        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'), (2, 'b'); INSERT INTO deliveries (id, order_id) VALUES (11, 1), (12, 2)");
        var migrator = Database.Migrator(ByHand, Behind, Move);
        await migrator.ContractAsync();
        if (isPurged)
        {
            await migrator.PurgeAsync();
        }

        await Database.ExecuteAsync("UPDATE deliveries SET place = 'x', status = 'sent' WHERE order_id = 1; INSERT INTO orders (id) VALUES (3), (4); INSERT INTO deliveries (id, order_id, place) VALUES (13, 3, 'c')");
        await migrator.RollbackAsync(1, new() { KeepsBoth = true });
        await Database.ExecuteAsync("UPDATE orders SET status = 'lost' WHERE id = 2; UPDATE deliveries SET place = 'd' WHERE order_id = 3");
        await migrator.RollbackAsync(1);

        (await Database.QueryAsync<string>("SELECT id || coalesce(address, '-') || status FROM orders ORDER BY id")).Should().Equal("1xsent", "2blost", "3dnew", "4-new");
        (await Database.InspectAsync())["deliveries"].Columns.Select(column => column.Name.Value).Should().Equal("id", "order_id", "other");
    }

    [Test]
    public async Task A_column_that_every_row_has_is_required_where_every_row_has_a_partner()
    {
        var open = Recorded.Migration(1, "Open", schema =>
        {
            schema.CreateTable("orders", Column.Int64("id").PrimaryKey(), Column.Text("address").NotNull());
            schema.CreateTable("deliveries", Column.Int64("order_id").PrimaryKey(), Column.Text("note").NotNull()).AddForeignKey("order_id", "orders");
        });
        var move = Recorded.Migration(2, "Move", schema =>
        {
            schema.Table("orders").MoveColumn("address", to: "deliveries", by: [("id", "order_id")]);
            schema.Table("deliveries").MoveColumn("note", to: "orders", by: [("order_id", "id")]);
        });
        await Database.Migrator(ByHand, open).MigrateAsync();
        var before = await Database.InspectAsync();
        await Database.Migrator(ByHand, open, move).MigrateAsync();

        await Database.ExecuteAsync("INSERT INTO orders (id, address) VALUES (1, 'a'); INSERT INTO deliveries (order_id, note) VALUES (1, 'n')");
        await Database.ExecuteAsync("INSERT INTO orders (id, note) VALUES (2, 'm'); INSERT INTO deliveries (order_id, address) VALUES (2, 'b')");
        await Database.Migrator(ByHand, open, move).ContractAsync();

        (await Database.QueryAsync<string>("SELECT address || note FROM orders o JOIN deliveries d ON d.order_id = o.id ORDER BY id")).Should().Equal("an", "bm");
        var after = await Database.InspectAsync();
        after["deliveries"].Columns["address"].IsNullable.Should().BeFalse();
        after["orders"].Columns["note"].IsNullable.Should().BeTrue();
        await Database.Migrator(ByHand, open, move).RollbackAsync(1);
        (await TEngine.NormalizeAsync(Database, await Database.InspectAsync()) == await TEngine.NormalizeAsync(Database, before)).Should().BeTrue();
    }

    public static IEnumerable<TestCaseData> Refused =>
    [
        Refusal("no unique key", "Write schema.Table(\"deliveries\").AddUnique(\"other\")", table => table.MoveColumn("address", to: "deliveries", by: [("id", "other")])),
        Refusal("no foreign key", "Write schema.Table(\"deliveries\").AddForeignKey([\"id\"], \"orders\", to: [\"id\"])", table => table.MoveColumn("address", to: "deliveries", by: [("id", "id")])),
        Refusal("no key", "by no key", table => table.MoveColumn("address", to: "deliveries", by: [])),
        Refusal("the same table", "RenameColumn(\"address\", \"place\")", table => table.MoveColumn("address", to: "orders", by: [("id", "id")], name: "place")),
        Refusal("an index", "because of index ix_orders_address", table => table.AddIndex("address").MoveColumn("address", to: "deliveries", by: [("id", "order_id")])),
        Refusal("a rename before", "because of what keeps address in step with place", table => table.RenameColumn("address", "place").MoveColumn("place", to: "deliveries", by: [("id", "order_id")])),
        Refusal("a rename of it", "is on its way to", table => table.MoveColumn("address", to: "deliveries", by: [("id", "order_id")]).RenameColumn("address", "place")),
        Refusal("a drop of it", "is on its way to", table => table.MoveColumn("address", to: "deliveries", by: [("id", "order_id")]).DropColumn("address")),
        Refusal("a move twice", "because of mirror", table => table.MoveColumn("address", to: "deliveries", by: [("id", "order_id")]).MoveColumn("address", to: "deliveries", by: [("id", "order_id")], name: "place")),
    ];

    [TestCaseSource(nameof(Refused))]
    public async Task What_has_no_one_place_to_go_to_is_refused_with_the_way_out(RecordedMigration move, string wayOut)
    {
        await Database.Migrator(ByHand, Behind).MigrateAsync();
        var before = await Database.InspectAsync();

        var start = () => Database.Migrator(ByHand, Behind, move).MigrateAsync();

        (await start.Should().ThrowAsync<MigrationPlanException>()).Which.Message.Should().Contain(wayOut);
        (await Database.InspectAsync()).Should().Be(before);
    }

    [Test]
    public async Task Other_columns_of_both_tables_may_change_meanwhile()
    {
        var rename = Recorded.Migration(3, "Rename", schema =>
        {
            schema.Table("orders").RenameColumn("other", "remark");
            schema.Table("deliveries").RenameColumn("other", "remark");
        });
        await ExpandAsync(Behind);
        await Database.Migrator(ByHand, Behind, Move, rename).MigrateAsync();

        await Database.ExecuteAsync("INSERT INTO orders (id, address, other) VALUES (1, 'a', 'o'); INSERT INTO deliveries (id, order_id, remark) VALUES (11, 1, 'r')");
        await Database.ExecuteAsync("UPDATE orders SET remark = 'p', address = 'b'; UPDATE deliveries SET other = 'q', status = 'sent'");

        (await Database.QueryAsync<string>("SELECT address || place || o.status || d.status || o.other || o.remark || d.other || d.remark FROM orders o JOIN deliveries d ON d.order_id = o.id")).Should().Equal("bbsentsentppqq");
        await Database.Migrator(ByHand, Behind, Move, rename).ContractAsync();
        await Database.Migrator(ByHand, Behind, Move, rename).RollbackAsync(1);
        (await Database.QueryAsync<string>("SELECT address || o.status || o.other || d.other FROM orders o JOIN deliveries d ON d.order_id = o.id")).Should().Equal("bsentpq");
    }

    private static TestCaseData Refusal(string name, string wayOut, Action<TableBuilder> define) =>
        new TestCaseData(Recorded.Migration(2, "Move", schema => define(schema.Table("orders"))), wayOut).SetArgDisplayNames(name);

    private async Task ExpandAsync(RecordedMigration open)
    {
        await Database.Migrator(ByHand, open).MigrateAsync();
        await Database.Migrator(ByHand, open, Move).MigrateAsync();
    }

    private async Task ShouldHaveAsync(params string[] pairs) => (await PairsAsync()).Should().Equal(pairs);

    // Old and new value of each column, as the old and the new version read them.
    private async Task<IReadOnlyList<string>> PairsAsync()
    {
        await using var connection = await Database.OpenAsync();

        return
        [
            .. (await connection.QueryAsync<string>(
                "SELECT o.id || ': ' || coalesce(address, '') || '|' || coalesce(place, '') || '|' || o.status || '|' || coalesce(d.status, '') FROM orders o LEFT JOIN deliveries d ON d.order_id = o.id"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
