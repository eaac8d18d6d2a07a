using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Tests;

public class SqlTests
{
    [Test]
    public void Names_quote_themselves()
    {
        Identifier column = "say \"hi\"; DROP TABLE x; --";
        QualifiedName table = ("sales", "orders");

        Sql sql = $"ALTER TABLE {table} DROP COLUMN {column}";

        sql.ToString().Should().Be("""ALTER TABLE "sales"."orders" DROP COLUMN "say ""hi""; DROP TABLE x; --" """.TrimEnd());
    }

    [Test]
    public void Constants_escape_themselves()
    {
        Constant text = "it's";

        Sql sql = $"SELECT {text}, {5}, {1.50m}, {true}, {Constant.Null}";

        sql.ToString().Should().Be("SELECT 'it''s', 5, 1.50, TRUE, NULL");
    }

    [Test]
    public void Nested_lines_keep_the_indentation_of_the_first()
    {
        var columns = Sql.Join(",\n", [$"a int", $"b int"]);

        Sql sql =
            $"""
            CREATE TABLE t (
                {columns}
            )
            """;

        sql.ToString().Should().Be("CREATE TABLE t (\n    a int,\n    b int\n)");
    }

    [Test]
    public void A_line_that_breaks_within_a_constant_stays_as_it_is()
    {
        Constant poem = "one\ntwo";

        Sql sql = $"SELECT\n    {(Sql)$"{poem},\n'x'"}";

        sql.ToString().Should().Be("SELECT\n    'one\ntwo',\n    'x'");
    }

    [Test]
    public void Each_database_runs_its_own_wording()
    {
        Sql sql = $"SELECT {Sql.Per(postgreSql: $"now()", sqlite: $"datetime('now')")}";

        sql.For(Engines.PostgreSql).Should().Be("SELECT now()");
        sql.For(Engines.Sqlite).Should().Be("SELECT datetime('now')");
        sql.ToString().Should().Be("SELECT per(PostgreSQL: now(), SQLite: datetime('now'))");
    }

    [Test]
    public void A_database_without_a_wording_is_named()
    {
        var sql = Sql.Per(postgreSql: $"now()", sqlite: $"datetime('now')");

        sql.Invoking(one => one.For("Oracle")).Should().Throw<CatalogException>()
            .WithMessage("This SQL is worded for PostgreSQL and SQLite, not for Oracle.");
    }

    [Test]
    public void Guids_and_bytes_and_instants_are_worded_as_the_drivers_read_them()
    {
        Constant guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        Constant bytes = new byte[] { 0, 255 };
        Constant instant = new DateTimeOffset(2026, 3, 14, 9, 15, 0, TimeSpan.FromHours(2));

        new[] { guid, bytes, instant }.Select(value => value.ToSql().For(Engines.Sqlite))
            .Should().Equal("'0F8FAD5B-D9CB-469F-A165-70867728950E'", "X'00FF'", "'2026-03-14 07:15:00'");
        new[] { guid, bytes, instant }.Select(value => value.ToSql().For(Engines.PostgreSql))
            .Should().Equal("'0f8fad5b-d9cb-469f-a165-70867728950e'", @"'\x00ff'", "'2026-03-14 07:15:00+00'");
    }

    [Test]
    public void A_name_is_never_empty_and_holds_no_nul()
    {
        FluentActions.Invoking(() => new Identifier("")).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new Identifier("a\0b")).Should().Throw<ArgumentException>();
    }

    [Test]
    public void Two_conversions_of_the_same_wording_are_equal()
    {
        Conversion.From(old => $"trim({old})").Should().Be(new Conversion(value => $"trim({value})"));
        Conversion.From(old => $"trim({old})").Should().NotBe(Conversion.None);
        Conversion.From(null).IsNone.Should().BeTrue();
        new Conversion(old => $"trim({old})").ToString().Should().Be("trim(old)");
    }
}
