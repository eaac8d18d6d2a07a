using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>What a row looks like after old and new writers, whoever wrote what: the same on every database.</summary>
public abstract class DualWriteSuite<TEngine> : DualWriteGround<TEngine>
    where TEngine : IEngine
{
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
    public async Task What_fills_new_rows_only_leaves_those_alone_that_are_there([Values] bool isRequired)
    {
        var b = isRequired ? Text("b").NotNull() : Text("b");
        await CreateAsync([Text("a"), b], new DualWrite("fill", Up: [new("b", $"coalesce({A}, 'none')")], Down: []) { FillsNewRowsOnly = true });

        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'x'), (2, NULL)");
        var clear = () => Database.ExecuteAsync("UPDATE t SET b = NULL WHERE id = 1");
        if (isRequired)
        {
            await clear.Should().ThrowAsync<DbException>().WithMessage("*null*");
        }
        else
        {
            await clear();
        }

        await Database.ExecuteAsync("UPDATE t SET a = 'z'");

        await ShouldHaveAsync(isRequired ? "id=1, a=z, b=x" : "id=1, a=z, b=NULL", "id=2, a=z, b=none");
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

    [TestCase("no_such_function(a)")]
    [TestCase("a || no_such_column")]
    public async Task A_conversion_that_cannot_be_computed_is_found_when_it_is_added(string up)
    {
        await CreateAsync([Text("a"), Text("b")]);

        var add = () => AlterAsync(2, new AddDualWrite("t", new("a_b", Up: [new("b", Sql.Raw(up))], Down: [new("a", $"{B}")])));

        (await add.Should().ThrowAsync<MigrationFailedException>()).Which.Message.Should().Contain("no_such_");
        await Database.ExecuteAsync("INSERT INTO t (id, a) VALUES (1, 'x'); UPDATE t SET b = 'y'");
    }
}
