using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Tests;

public class GoldenSqlTests
{
    private static IEnumerable<TestCaseData> Kinds => SqliteSamples.Schema.Concat(SqliteSamples.Data)
        .GroupBy(sample => sample.Change.GetType().Name)
        .Select(kind => new TestCaseData(kind.Key, kind.ToList()).SetArgDisplayNames(kind.Key));

    [TestCaseSource(nameof(Kinds))]
    public void The_sql_of_each_kind_of_change_is_as_reviewed(string kind, IReadOnlyList<(Catalog Before, Change Change)> samples)
    {
        var sql = samples.Select(sample => $"-- {sample.Change}\n{Print(LiveFile.Dialect.Compile([sample.Change], sample.Before))}");

        GoldenFile.Check(string.Join('\n', sql), $"Sql/{kind}.sql");
    }

    [Test]
    public void No_sql_is_left_of_what_is_no_change_any_more() => GoldenFile.CheckFolder("Sql", Kinds.Select(kind => $"{kind.Arguments[0]}.sql"));

    private static string Print(Compilation compilation) => Print(compilation.Batches is { } batches
        ? [.. batches.Reads.Select(read => Statement.Run($"SELECT {read}")), Statement.Run(batches.Whole), Statement.Run(batches.Estimate), .. batches.Key.Select(part => Statement.Run($"SELECT {part.Literal}"))]
        : compilation.Statements);

    private static string Print(IEnumerable<Statement> statements) => string.Concat(statements.Select(statement =>
        $"{(statement.Rule is { } rule ? $"-- must be empty: {rule}\n" : "")}{statement.Sql.For(Engines.Sqlite)};\n"));
}
