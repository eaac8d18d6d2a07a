using System.Data.Common;
using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What a row looks like after old and new writers, whoever wrote what: the same on every database.</summary>
public abstract class DualWriteSuite<TEngine> : Suite<TEngine>
    where TEngine : IEngine
{
    private static readonly MigratorOptions AtOnce = new() { Contract = ContractPolicy.Immediately };

    private static readonly Identifier A = "a";
    private static readonly Identifier B = "b";
    private static readonly Identifier C = "c";
    private static readonly Identifier D = "d";

    private static readonly DualWrite Trim = new("a_b", Up: [new("b", $"trim({A})")], Down: [new("a", $"{B}")]);
    private static readonly DualWrite Upper = new("b_c", Up: [new("c", $"upper({B})")], Down: [new("b", $"{C}")]);
    private static readonly DualWrite Number = new("id_number", Up: [new("number", $"{new Identifier("id")}")], Down: [new("id", $"{new Identifier("number")}")]);
    private static readonly DualWrite Mark = new("c_d", Up: [new("d", $"{C} || '!'")], Down: [new("c", $"substr({D}, 1, length({D}) - 1)")]);

    private readonly List<RecordedMigration> _migrations = [];

    [SetUp]
    public void ForgetMigrations() => _migrations.Clear();

    [TestCase("a", "' x '", "id=1, a= x , b=x, other=NULL")]
    [TestCase("b", "'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a, b", "' x ', 'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a, b", "' x ', 'x'", "id=1, a= x , b=x, other=NULL", Description = "In step already")]
    [TestCase("a, b", "' x ', NULL", "id=1, a= x , b=x, other=NULL")]
    [TestCase("a, b", "NULL, 'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a", "NULL", "id=1, a=NULL, b=NULL, other=NULL")]
    [TestCase("b", "NULL", "id=1, a=NULL, b=NULL, other=NULL")]
    [TestCase("other", "'o'", "id=1, a=NULL, b=NULL, other=o")]
    public async Task An_insert_goes_by_the_side_that_it_brings(string columns, string values, string row)
    {
        await CreateAsync([Text("a"), Text("b"), Text("other")], Trim);

        await Database.ExecuteAsync($"INSERT INTO t (id, {columns}) VALUES (1, {values})");

        await ShouldHaveAsync(row);
    }

    [TestCase("a = ' x '", "id=1, a= x , b=x, other=NULL")]
    [TestCase("b = 'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a = ' x ', b = 'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a = ' x ', b = 'x'", "id=1, a= x , b=x, other=NULL")]
    [TestCase("a = NULL", "id=1, a=NULL, b=NULL, other=NULL")]
    [TestCase("b = NULL", "id=1, a=NULL, b=NULL, other=NULL")]
    [TestCase("a = NULL, b = 'y'", "id=1, a=y, b=y, other=NULL")]
    [TestCase("a = ' x ', b = NULL", "id=1, a=NULL, b=NULL, other=NULL")]
    [TestCase("b = b", "id=1, a= 1 , b=1, other=NULL")]
    [TestCase("other = 'o'", "id=1, a= 1 , b=1, other=o")]
    [TestCase("id = 2, a = '2'", "id=2, a=2, b=2, other=NULL")]
    public async Task An_update_goes_by_the_side_that_it_changes(string set, string row)
    {
        await CreateAsync([Text("a"), Text("b"), Text("other")], Trim);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' 1 ')");

        await Database.ExecuteAsync($"UPDATE t SET {set}");

        await ShouldHaveAsync(row);
    }

    [Test]
    public async Task Nothing_is_brought_up_to_what_the_new_version_says_for_it()
    {
        await CreateAsync([Text("a"), Text("b")], new DualWrite("a_b", Up: [new("b", $"coalesce({A}, 'none')")], Down: [new("a", $"nullif({B}, 'none')")]));

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, NULL), (2, 'x')");
        await Database.ExecuteAsync("UPDATE t SET a = NULL WHERE id = 2");

        await ShouldHaveAsync("id=1, a=NULL, b=none", "id=2, a=NULL, b=none");
    }

    [Test]
    public async Task Spellings_that_differ_are_different()
    {
        await CreateAsync([Text("a"), Text("b")], Trim);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'x')");

        await Database.ExecuteAsync("UPDATE t SET a = 'X'");

        await ShouldHaveAsync("id=1, a=X, b=X");
    }

    [Test]
    public async Task A_row_that_was_not_filled_yet_is_left_alone_by_other_updates_and_made_by_its_own()
    {
        await CreateAsync([Text("a"), Text("b"), Text("other")]);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' x '), (2, ' y '), (3, ' z ')");
        await AlterAsync(2, new AddDualWrite("t", Trim));

        await Database.ExecuteAsync("UPDATE t SET other = 'o' WHERE id = 1");
        await Database.ExecuteAsync("UPDATE t SET a = ' q ' WHERE id = 2");
        await Database.ExecuteAsync("UPDATE t SET b = 'r' WHERE id = 3");

        await ShouldHaveAsync("id=1, a= x , b=NULL, other=o", "id=2, a= q , b=q, other=NULL", "id=3, a=r, b=r, other=NULL");
    }

    [Test]
    public async Task A_default_stands_back_behind_the_side_that_was_given()
    {
        await CreateAsync([Column.Text("a").NotNull().Default("none"), Text("b")], Trim);

        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (1, 'x')");
        await Database.ExecuteAsync("INSERT INTO t (id) VALUES (2)");

        await ShouldHaveAsync("id=1, a=x, b=x", "id=2, a=none, b=none");
    }

    [Test]
    public async Task Statements_of_many_rows_do_each_of_them_right()
    {
        await CreateAsync([Text("a"), Text("b"), Text("other")], Trim);

        await Database.ExecuteAsync("INSERT INTO t (id, a, b) VALUES (1, ' x ', NULL), (2, NULL, 'y'), (3, 'p', 'q')");
        await Database.ExecuteAsync("INSERT INTO t (id, a, other) SELECT id + 10, a, b FROM t");
        await Database.ExecuteAsync("UPDATE t SET b = b || '+' WHERE id > 10");
        await Database.ExecuteAsync("UPDATE t SET a = ' ' || a WHERE id IN (2, 12)");

        await ShouldHaveAsync(
            "id=1, a= x , b=x, other=NULL",
            "id=11, a=x+, b=x+, other=x",
            "id=12, a= y+, b=y+, other=y",
            "id=13, a=q+, b=q+, other=q",
            "id=2, a= y, b=y, other=NULL",
            "id=3, a=q, b=q, other=NULL");
    }

    [Test]
    public async Task An_upsert_is_an_insert_or_an_update()
    {
        await CreateAsync([Text("a"), Text("b")], Trim);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' x ')");

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' y '), (2, ' z ') ON CONFLICT (id) DO UPDATE SET a = excluded.a");
        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (1, 'n'), (3, 'm') ON CONFLICT (id) DO UPDATE SET b = excluded.b");
        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (2, 'n'), (4, 'k') ON CONFLICT (id) DO NOTHING");

        await ShouldHaveAsync("id=1, a=n, b=n", "id=2, a= z , b=z", "id=3, a=m, b=m", "id=4, a=k, b=k");
    }

    [TestCase("a = ' q '", "id=1, a= q , b=q, c=Q, d=Q!")]
    [TestCase("b = 'q'", "id=1, a=q, b=q, c=Q, d=Q!")]
    [TestCase("c = 'q'", "id=1, a=q, b=q, c=q, d=q!")]
    [TestCase("d = 'q?'", "id=1, a=q, b=q, c=q, d=q?")]
    [TestCase("a = 'p', d = 'q!'", "id=1, a=q, b=q, c=q, d=q!")]
    [TestCase("a = 'p', c = 'q'", "id=1, a=q, b=q, c=q, d=q!")]
    [TestCase("a = NULL", "id=1, a=NULL, b=NULL, c=NULL, d=NULL")]
    public async Task A_chain_of_three_is_brought_in_step_from_anywhere(string set, string row)
    {
        await CreateAsync([Text("a"), Text("b"), Text("c"), Text("d")], Trim, Upper, Mark);
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' x ')");
        await ShouldHaveAsync("id=1, a= x , b=x, c=X, d=X!");

        await Database.ExecuteAsync($"UPDATE t SET {set}");

        await ShouldHaveAsync(row);
    }

    [Test]
    public async Task The_newest_form_wins_even_if_the_one_before_happens_to_fit_it()
    {
        var nullIf = Upper with { Down = [new("b", $"nullif({C}, 'none')")] };
        await CreateAsync([Text("a"), Text("b"), Text("c")], Trim, nullIf);

        await Database.ExecuteAsync("INSERT INTO t (id, a, c) VALUES (1, 'x', 'none')");
        await Database.ExecuteAsync("INSERT INTO t (id, c) VALUES (2, 'none')");
        await Database.ExecuteAsync("UPDATE t SET a = 'y', c = 'NONE' WHERE id = 2");
        await Database.ExecuteAsync("INSERT INTO t (id) VALUES (3)");
        await Database.ExecuteAsync("UPDATE t SET a = 'y', c = 'none' WHERE id = 3");

        await ShouldHaveAsync("id=1, a=NULL, b=NULL, c=none", "id=2, a=NONE, b=NONE, c=NONE", "id=3, a=NULL, b=NULL, c=none");
    }

    [Test]
    public async Task One_form_may_be_many_columns()
    {
        var split = new DualWrite(
            "split",
            Up: [new("b", $"substr({A}, 1, 2)"), new("c", $"substr({A}, 3)")],
            Down: [new("a", $"coalesce({B}, '') || coalesce({C}, '')")]);
        await CreateAsync([Text("a"), Text("b"), Text("c")], split);

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'xxyy'), (2, 'ppqq')");
        await Database.ExecuteAsync("INSERT INTO t (id, c) VALUES (3, 'z')");
        await Database.ExecuteAsync("UPDATE t SET c = 'new' WHERE id = 1");
        await Database.ExecuteAsync("UPDATE t SET a = '12345' WHERE id = 2");

        await ShouldHaveAsync("id=1, a=xxnew, b=xx, c=new", "id=2, a=12345, b=12, c=345", "id=3, a=z, b=NULL, c=z");
    }

    [Test]
    public async Task Nothing_down_fills_what_would_be_missing()
    {
        await CreateAsync([Text("a"), Text("b")], new DualWrite("fill", Up: [new("b", $"coalesce({A}, 'none')")], Down: []));

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'x'), (2, NULL)");
        await Database.ExecuteAsync("INSERT INTO t (id, a, b) VALUES (3, 'x', 'y')");
        await Database.ExecuteAsync("UPDATE t SET a = 'z' WHERE id = 3");
        await Database.ExecuteAsync("UPDATE t SET b = NULL WHERE id = 1");

        await ShouldHaveAsync("id=1, a=x, b=x", "id=2, a=NULL, b=none", "id=3, a=z, b=y");
    }

    [Test]
    public async Task A_column_alone_is_converted_to_the_type_of_the_other()
    {
        await CreateAsync([Text("a"), Column.Int64("b")], new DualWrite("typed", Up: [new("b", $"{A}")], Down: [new("a", $"{B}")]));

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, '007')");
        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (2, 8)");
        await Database.ExecuteAsync("UPDATE t SET b = b + 1 WHERE id = 2");
        var words = () => Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (3, 'seven')");

        await words.Should().ThrowAsync<DbException>();
        await ShouldHaveAsync("id=1, a=007, b=7", "id=2, a=9, b=9");
    }

    [Test]
    public async Task Not_null_without_a_default_is_asked_of_the_finished_row()
    {
        await CreateAsync([Column.Text("a").NotNull(), Column.Text("b").NotNull()], Trim);

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' x ')");
        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (2, 'y')");
        await Database.ExecuteAsync("INSERT INTO t (id, a, b) VALUES (3, NULL, 'z')");
        await Database.ExecuteAsync("UPDATE t SET a = NULL, b = 'u' WHERE id = 1");
        Func<Task>[] refused =
        [
            () => Database.ExecuteAsync("INSERT INTO t (id) VALUES (4)"),
            () => Database.ExecuteAsync("UPDATE t SET a = NULL WHERE id = 2"),
            () => Database.ExecuteAsync("UPDATE t SET b = NULL WHERE id = 2"),
        ];

        foreach (var statement in refused)
        {
            await statement.Should().ThrowAsync<DbException>();
        }

        await ShouldHaveAsync("id=1, a=u, b=u", "id=2, a=y, b=y", "id=3, a=z, b=z");
    }

    [Test]
    public async Task Not_null_is_as_it_was_once_the_dual_write_is_gone()
    {
        await CreateAsync([Column.Text("a").NotNull(), Text("b")], Trim);
        (await Database.InspectAsync())["t"].Columns["a"].IsNullable.Should().BeFalse();
        await Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (1, 'x')");

        await AlterAsync(2, new SetNullability("t", "b", IsNullable: false));
        (await Database.InspectAsync())["t"].Columns["b"].IsNullable.Should().BeFalse();
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (2, 'y')");
        await AlterAsync(3, new DropDualWrite("t", "a_b"));

        var without = () => Database.ExecuteAsync("INSERT INTO t (id, b) VALUES (3, 'x')");
        await without.Should().ThrowAsync<DbException>();
        var table = (await Database.InspectAsync())["t"];
        table.DualWrites.Should().BeEmpty();
        table.Opaques.Should().BeEmpty();
        table.Columns.Select(column => column.IsNullable).Should().Equal(false, false, false);
        await ShouldHaveAsync("id=1, a=x, b=x", "id=2, a=y, b=y");
    }

    [Test]
    public async Task A_query_in_a_conversion_tells_the_row_from_the_table_that_it_asks()
    {
        var query = new DualWrite(
            "query",
            Up: [new("b", $"(SELECT max(other.b) FROM other WHERE other.a = t.a)")],
            Down: [new("a", $"(SELECT max(a) FROM other WHERE other.b = t.b)")]);
        await AlterAsync(1, new CreateTable(Table.Of("other", Column.Text("a").PrimaryKey(), Text("b"))));
        await CreateAsync(2, "t", [Text("a"), Text("b")], query);
        await Database.ExecuteAsync("INSERT INTO other (a, b) VALUES ('one', '1'), ('two', '2')");

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'one'), (2, 'two'), (3, 'three')");
        await Database.ExecuteAsync("UPDATE t SET b = '1' WHERE id = 2");

        await ShouldHaveAsync("id=1, a=one, b=1", "id=2, a=one, b=1", "id=3, a=three, b=NULL");
    }

    [TestCase("t", "a", "b")]
    [TestCase("new", "new", "old")]
    [TestCase("old", "old", "new")]
    [TestCase("a", "a", "t")]
    [TestCase("order", "select", "from")]
    [TestCase("it's \"so\"", "a \"b\"", "it's")]
    [TestCase("Größe 🙂", "ä", "Ä 🙂")]
    [TestCase("a_table_whose_name_is_exactly_as_long_as_postgresql_takes_it_ok", "a_column_whose_name_is_as_long_as_postgresql_takes_it_for_1_xx", "a_column_whose_name_is_as_long_as_postgresql_takes_it_for_1_yy")]
    public async Task Any_name_will_do(string table, string old, string now)
    {
        var sync = new DualWrite("any \"name\"", Up: [new(now, $"trim({(Identifier)old})")], Down: [new(old, $"{(Identifier)now}")]);
        await CreateAsync(1, table, [Text(old), Text(now)], sync);
        var name = ((Identifier)table).Quoted;

        await Database.ExecuteAsync($"INSERT INTO {name} (id, {((Identifier)old).Quoted}) VALUES (1, ' x '), (2, ' y ')");
        await Database.ExecuteAsync($"UPDATE {name} SET {((Identifier)now).Quoted} = 'z' WHERE id = 2");

        (await Database.InspectAsync())[table].DualWrites.Should().ContainSingle();
        (await RowsAsync(name)).Should().Equal($"id=1, {old}= x , {now}=x", $"id=2, {old}=z, {now}=z");
    }

    [Test]
    public async Task Tables_whose_long_names_begin_alike_do_not_get_into_each_others_way()
    {
        string[] tables = [new string('x', 62) + "1", new string('x', 62) + "2"];
        await CreateAsync(1, tables[0], [Text("a"), Text("b")], Trim);
        await CreateAsync(2, tables[1], [Text("a"), Text("b")], Trim);

        foreach (var table in tables)
        {
            await Database.ExecuteAsync($"INSERT INTO {table} (id, a) VALUES (1, ' {table[^1]} ')");

            (await RowsAsync(table)).Should().Equal($"id=1, a= {table[^1]} , b={table[^1]}");
        }
    }

    [Test]
    public async Task A_key_of_two_texts_finds_the_row()
    {
        await AlterAsync(
            1,
            new CreateTable(Table.Of("t", Column.Text("k").PrimaryKey(), Column.Text("l").PrimaryKey(), Text("a"), Text("b"))),
            new AddDualWrite("t", Trim));

        await Database.ExecuteAsync("INSERT INTO t (k, l, a) VALUES ('x', 'y', '1'), ('x', 'z', '2')");
        await Database.ExecuteAsync("UPDATE t SET l = 'q', b = '3' WHERE l = 'z'");

        await ShouldHaveAsync("k=x, l=q, a=3, b=3", "k=x, l=y, a=1, b=1");
    }

    [Test]
    public async Task A_key_of_whole_numbers_is_written_by_either_name([Values] bool isIdentity)
    {
        var id = isIdentity ? Column.Int64("id").Identity() : Column.Int64("id");
        await AlterAsync(
            1,
            new CreateTable(Table.Of("t", id.PrimaryKey(), Column.Int64("number"), Text("a"), Text("b"))),
            new AddDualWrite("t", Number),
            new AddDualWrite("t", Trim));

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, ' x '), (2, ' y ')");
        await Database.ExecuteAsync("INSERT INTO t (number, b) VALUES (7, 'z'), (5, 'v')");
        await ShouldHaveAsync("id=1, number=1, a= x , b=x", "id=2, number=2, a= y , b=y", "id=5, number=5, a=v, b=v", "id=7, number=7, a=z, b=z");

        await Database.ExecuteAsync("UPDATE t SET number = number * 10, a = ' w ' WHERE number > 4");
        await Database.ExecuteAsync("UPDATE t SET id = 3, b = 'u' WHERE id = 1");
        await Database.ExecuteAsync("UPDATE t SET id = 8, number = 9 WHERE id = 2");
        await ShouldHaveAsync("id=3, number=3, a=u, b=u", "id=50, number=50, a= w , b=w", "id=70, number=70, a= w , b=w", "id=9, number=9, a= y , b=y");

        foreach (var statement in new[] { "INSERT INTO t (number) VALUES (9)", "UPDATE t SET number = 9 WHERE id = 3", "UPDATE t SET number = NULL WHERE id = 3" })
        {
            await FluentActions.Awaiting(() => Database.ExecuteAsync(statement)).Should().ThrowAsync<DbException>();
        }

        (await RowsAsync("t")).Should().HaveCount(4).And.Contain("id=3, number=3, a=u, b=u");
    }

    [TestCase("no_such_function(a)")]
    [TestCase("a || no_such_column")]
    public async Task A_conversion_that_cannot_be_computed_is_found_when_it_is_added(string up)
    {
        await CreateAsync([Text("a"), Text("b")]);

        var add = () => AlterAsync(2, new AddDualWrite("t", new("a_b", Up: [new("b", Sql.Raw(up))], Down: [new("a", $"{B}")])));

        (await add.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("no_such_");
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'x'); UPDATE t SET b = 'y'");
    }

    [Test]
    public async Task Any_sequence_of_statements_does_what_the_model_says([Values(1, 2, 3, 4, 5, 6)] int seed)
    {
        var random = new Random(seed);
        await CreateAsync([Text("a"), Text("b"), Text("c"), Text("other")], Trim, Upper);
        var model = new SortedDictionary<int, Row>();
        await using var connection = await Database.OpenAsync();

        for (var number = 0; number < 120; number++)
        {
            var statement = Next(random, model);
            await connection.ExecuteAsync(statement);

            var rows = (await connection.QueryAsync<(int, string?, string?, string?, string?)>("SELECT id, a, b, c, other FROM t ORDER BY id"))
                .Select(row => (row.Item1, new Row(row.Item2, row.Item3, row.Item4, row.Item5)));
            rows.Should().Equal(model.Select(row => (row.Key, row.Value)), "statement {0} was {1}", number, statement);
        }
    }

    private static string Next(Random random, SortedDictionary<int, Row> model)
    {
        var id = random.Next(1, 8);
        var given = new[] { "a", "b", "c", "other" }
            .Where(_ => random.Next(3) == 0)
            .ToDictionary(column => column, _ => random.Next(5) == 0 ? null : new[] { "x", " x ", "Y", "y ", "z", "" }[random.Next(6)]);
        if (given.Count == 0)
        {
            model.Remove(id);
            return $"DELETE FROM t WHERE id = {id}";
        }

        if (model.TryGetValue(id, out var row))
        {
            model[id] = row.Set(given).Updated(row);
            return $"UPDATE t SET {string.Join(", ", given.Select(pair => $"{pair.Key} = {Literal(pair.Value)}"))} WHERE id = {id}";
        }

        model[id] = new Row(null, null, null, null).Set(given).Inserted();
        return $"INSERT INTO t (id, {string.Join(", ", given.Keys)}) VALUES ({id}, {string.Join(", ", given.Values.Select(Literal))})";
    }

    private static string Literal(string? value) => value is null ? "NULL" : $"'{value}'";

    private static Column Text(Identifier name) => Column.Text(name);

    private Task CreateAsync(IEnumerable<Column> columns, params IEnumerable<DualWrite> syncs) => CreateAsync(1, "t", columns, syncs);

    private Task CreateAsync(long id, string table, IEnumerable<Column> columns, params IEnumerable<DualWrite> syncs) => AlterAsync(
        id,
        [new CreateTable(Table.Of(table, [Column.Int64("id").PrimaryKey(), .. columns])), .. syncs.Select(sync => new AddDualWrite(table, sync))]);

    private async Task AlterAsync(long id, params IEnumerable<Change> changes)
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

    private async Task ShouldHaveAsync(params string[] rows) => (await RowsAsync("t")).Should().Equal(rows);

    private async Task<IReadOnlyList<string>> RowsAsync(string quoted)
    {
        await using var connection = await Database.OpenAsync();
        var rows = (await connection.QueryAsync($"SELECT * FROM {quoted}")).Cast<IDictionary<string, object?>>();

        return [.. rows.Select(row => string.Join(", ", row.Select(cell => $"{cell.Key}={cell.Value ?? "NULL"}"))).Order(StringComparer.Ordinal)];
    }

    /// <summary>The semantics of <see cref="Trim"/> and <see cref="Upper"/>, said once more and in another way.</summary>
    private sealed record Row(string? A, string? B, string? C, string? Other)
    {
        private bool IsFirstInStep => B == A?.Trim(' ') || A == B;

        private bool IsSecondInStep => C == B?.ToUpperInvariant() || B == C;

        public Row Set(IReadOnlyDictionary<string, string?> given) => new(
            given.GetValueOrDefault("a", A),
            given.GetValueOrDefault("b", B),
            given.GetValueOrDefault("c", C),
            given.GetValueOrDefault("other", Other));

        public Row Inserted() => Settled(isFirstNewer: B is not null || C is not null, isSecondNewer: C is not null, isFirstOlder: true, isSecondOlder: true);

        public Row Updated(Row before) => Settled(B != before.B || C != before.C, C != before.C, A != before.A, B != before.B);

        private Row Settled(bool isFirstNewer, bool isSecondNewer, bool isFirstOlder, bool isSecondOlder)
        {
            var row = this;
            if (isSecondNewer && !row.IsSecondInStep)
            {
                row = row with { B = row.C };
            }

            if (isFirstNewer && !row.IsFirstInStep)
            {
                row = row with { A = row.B };
            }

            var isMoved = isFirstOlder && !isFirstNewer && !row.IsFirstInStep;
            row = isMoved ? row with { B = row.A?.Trim(' ') } : row;

            return (isSecondOlder || isMoved) && !isSecondNewer && !row.IsSecondInStep ? row with { C = row.B?.ToUpperInvariant() } : row;
        }
    }
}
