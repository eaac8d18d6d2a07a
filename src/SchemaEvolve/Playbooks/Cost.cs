using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve.Playbooks;

/// <summary>What a step costs those who use a table that was there before, as long as it holds one lock.</summary>
/// <param name="Table">The table.</param>
/// <param name="Lock">The lock that it holds on the table.</param>
/// <param name="Rewrites">Whether every row is written anew.</param>
/// <param name="Scans">Whether every row is read.</param>
/// <param name="Size">What the table holds, or <see langword="null"/> if nobody has looked.</param>
public sealed record Cost(QualifiedName Table, TableLock Lock, bool Rewrites, bool Scans, TableSize? Size)
{
    /// <summary>The costs of a step, the strongest lock first. What a transaction has locked, it keeps to its end.</summary>
    internal static ValueList<Cost> Of(IEnumerable<Statement> statements, Surroundings? surroundings) =>
    [
        .. StatementGroup.Of(statements)
            .SelectMany(group => group.Statements.SelectMany(statement => statement.Impacts).GroupBy(impact => impact.Table).Select(impacts => Of(impacts.Key, impacts, surroundings)))
            .GroupBy(cost => (cost.Table, cost.Lock))
            .Select(costs => costs.First() with { Rewrites = costs.Any(cost => cost.Rewrites), Scans = costs.Any(cost => cost.Scans) })
            .OrderByDescending(cost => cost.Lock),
    ];

    private static Cost Of(QualifiedName table, IEnumerable<Impact> impacts, Surroundings? surroundings) => new(
        table,
        impacts.Max(impact => impact.Lock),
        impacts.Any(impact => impact.Rewrites),
        impacts.Any(impact => impact.Scans),
        surroundings?.Find(table));
}
