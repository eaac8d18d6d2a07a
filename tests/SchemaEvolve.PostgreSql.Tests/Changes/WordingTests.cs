using System.Text.RegularExpressions;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Changes;

/// <summary>What PostgreSQL is told for each change: <c>Wording/….sql</c>, and <c>Wording/….18.sql</c> where a version is told something else.</summary>
internal sealed partial class WordingTests
{
    private static readonly Version Usual = new(15, 0);
    private static readonly Version[] Others = [new(14, 4), new(16, 0), new(17, 0), new(18, 0)];

    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public void Each_change_is_said_as_it_always_was(Catalog before, Change change)
    {
        foreach (var (name, text) in Wordings(before, change))
        {
            GoldenFile.Check(text, $"Wording/{name}");
        }
    }

    [Test]
    public void No_wording_is_left_of_what_is_not_said_any_more() =>
        GoldenFile.CheckFolder("Wording", Samples.All.SelectMany(sample => Wordings((Catalog)sample.Arguments[0]!, (Change)sample.Arguments[1]!)).Select(wording => wording.Name));

    private static IEnumerable<(string Name, string Text)> Wordings(Catalog before, Change change)
    {
        var usual = Write(change, before, Usual);

        return Others
            .Select(version => ($"{FileName(change)}.{version.Major}.sql", Write(change, before, version)))
            .Where(wording => wording.Item2 != usual)
            .Prepend(($"{FileName(change)}.sql", usual));
    }

    private static string Write(Change change, Catalog before, Version version) =>
        Write(new PostgreSqlDialect(version, Samples.Volatility).Compile([change], before));

    private static string Write(Compilation compilation) => string.Concat((compilation.Batches is { } batches
        ? [
            .. batches.Settings.Select(Statement.Run),
            .. batches.Reads.Select(read => Statement.Run($"SELECT {read}")),
            Statement.Run(batches.Whole),
            .. batches.Key.Select(part => Statement.Run($"SELECT {part.Literal}")),
            Statement.Run(batches.Estimate),
            .. new[] { batches.Upkeep, batches.Waiting, batches.Replication }.OfType<Sql>().Select(Statement.Run),
        ]
        : compilation.Statements).Select(Write));

    private static string Write(Statement statement)
    {
        string[] remarks =
        [
            .. statement.IsTransactional ? Array.Empty<string>() : ["In no transaction"],
            .. statement.BeginsTransaction ? ["In a transaction of its own"] : Array.Empty<string>(),
            .. statement.Rule is { } rule ? [$"Must find nothing: {rule}"] : Array.Empty<string>(),
            .. statement.Impacts.Select(impact => $"{impact.Table}: {impact.Lock}{(impact.Rewrites ? ", rewrites" : impact.Scans ? ", scans" : "")}"),
        ];

        return $"{string.Concat(remarks.Select(remark => $"-- {remark}\n"))}{statement.Sql.For(Engines.PostgreSql)};\n\n";
    }

    // A description says what is changed, and where two say the same, the wording differs by the target.
    private static string FileName(Change change) => Unfit.Replace($"{change.Description} {Detail(change)}".Trim(), "_");

    private static string Detail(Change change) => change switch
    {
        ChangeColumnType { Using.IsNone: false } => "by conversion",
        SetIdentity { Identity.IsAlways: true } => "always",
        DropIndex { IsOnline: false } => "together",
        Backfill { Unless.Count: > 0 } => "unless in step",
        InsertRows c => $"{c.Rows[0].Count} columns",
        _ => "",
    };

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex Unfit { get; }
}
