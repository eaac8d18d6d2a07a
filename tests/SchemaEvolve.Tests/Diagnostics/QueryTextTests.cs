using SchemaEvolve.Diagnostics;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Tests.Diagnostics;

public sealed class QueryTextTests
{
    [TestCase("UPDATE people SET name = 'O''Hara', age = 42 -- for Ada\nWHERE id > 7", "UPDATE people SET name = ?, age = ? WHERE id > ?")]
    [TestCase("INSERT INTO keys VALUES (X'00ff', $$secret$$, 1.5e3)", "INSERT INTO keys VALUES (X?, ?, ?)")]
    [TestCase("""SELECT "a'b" FROM t2""", """SELECT "a'b" FROM t2""")]
    public void A_statement_is_shown_without_its_values(string sql, string shown) => SqlLexer.WithoutValues(sql, Engines.PostgreSql).Should().Be(shown);

    [TestCase("update people set name = 'x'", "UPDATE")]
    [TestCase("CREATE UNIQUE INDEX CONCURRENTLY i ON t (c)", "CREATE INDEX")]
    [TestCase("CREATE OR REPLACE FUNCTION f() …", "CREATE FUNCTION")]
    [TestCase("ALTER TABLE t ADD COLUMN c text", "ALTER TABLE")]
    [TestCase("-- only a comment", "")]
    public void What_a_statement_does_is_its_first_words(string sql, string operation) => QueryText.OperationOf(sql, Engines.PostgreSql).Should().Be(operation);
}
