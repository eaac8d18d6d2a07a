using SchemaEvolve.Lexing;

namespace SchemaEvolve.Tests.Lexing;

public class SqlLexerTests
{
    [TestCase("SELECT 'it''s' AS \"a \"\"b\"\"\" -- comment\nFROM [t x] WHERE `q` = 1.5e3 /* end */")]
    [TestCase("DO $body$ BEGIN 'x' END $body$; SELECT $1")]
    [TestCase("'never closed")]
    [TestCase("\"never closed")]
    [TestCase("/* never closed")]
    [TestCase("größe = ARRAY[1]['🐘']")]
    [TestCase("E'it\\'s' || e'\\")]
    [TestCase("\"")]
    [TestCase("'")]
    [TestCase("")]
    public void The_tokens_of_a_text_are_the_text(string sql) =>
        string.Concat(SqlLexer.Read(sql, Engines.Sqlite).Select(token => token.Text)).Should().Be(string.Concat(SqlLexer.Read(sql, Engines.PostgreSql).Select(token => token.Text))).And.Be(sql);

    [TestCase("/* /* */ ; COMMIT */ x", "x", ";COMMIT*/x")]
    [TestCase("/*/* */*/ x", "x", "*/x")]
    [TestCase("/* /* */ x", "", "x")]
    public void Comments_nest_on_one_database_only(string sql, string postgreSql, string sqlite)
    {
        Solid(Engines.PostgreSql).Should().Be(postgreSql);
        Solid(Engines.Sqlite).Should().Be(sqlite);

        string Solid(string engine) => string.Concat(SqlLexer.Read(sql, engine).Where(token => !token.IsTrivia).Select(token => token.Text));
    }

    [TestCase(Engines.PostgreSql, "days[\"sum\"]")]
    [TestCase(Engines.Sqlite, "days\"sum\"")]
    public void Brackets_quote_on_one_database_only(string engine, string renamed) =>
        SqlLexer.Rename("days[total]", "total", "sum", engine).Should().Be(renamed);

    [TestCase("\"total\"  > 0 -- always", "total > 0")]
    [TestCase("( total>0 )", "( total > 0 )")]
    [TestCase("\"Mixed Case\" = 'a  b'", "\"Mixed Case\" = 'a  b'")]
    public void Two_spellings_of_the_same_sql_are_equal_when_normalized(string sql, string expected) =>
        SqlLexer.Normalize(sql, Engines.Sqlite).Should().Be(expected);

    [TestCase("total > 0", "\"sum\" > 0")]
    [TestCase("\"total\" > 'total' -- total", "\"sum\" > 'total' -- total")]
    [TestCase("total(total) > orders.total", "total(\"sum\") > orders.\"sum\"")]
    [TestCase("CAST(x AS total) COLLATE total", "CAST(x AS total) COLLATE total")]
    [TestCase("subtotal > 0", "subtotal > 0")]
    public void Renaming_a_column_leaves_all_else_alone(string sql, string expected) =>
        SqlLexer.Rename(sql, "total", "sum", Engines.Sqlite).Should().Be(expected);

    [TestCase("\"total\" = '", true)]
    [TestCase("total = \"", true)]
    [TestCase("E'it\\'s total' = 'x'", false)]
    [TestCase("E'\\\\' || total || ''", true)]
    [TestCase("the'total'", false)]
    public void A_text_names_nothing_wherever_it_ends(string sql, bool isNamed) => SqlLexer.Mentions(sql, "total", Engines.PostgreSql).Should().Be(isNamed);

    [Test]
    public void A_name_in_a_hole_is_renamed_like_one_in_the_text()
    {
        Identifier column = "total";

        var renamed = SqlLexer.Rename($"{column} > 0 AND total < {column}", "total", "sum");

        renamed.ToString().Should().Be("\"sum\" > 0 AND \"sum\" < \"sum\"");
    }
}
