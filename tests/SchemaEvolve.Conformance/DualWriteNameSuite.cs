using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Conformance;

/// <summary>Whatever a table, its columns and its key are called and made of, its rows are kept in step.</summary>
public abstract class DualWriteNameSuite<TEngine> : DualWriteGround<TEngine>
    where TEngine : IEngine
{
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
}
