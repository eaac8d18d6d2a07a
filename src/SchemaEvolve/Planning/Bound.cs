using SchemaEvolve.Operations;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>What a migration may cost those who use tables that were there before, as its author has promised.</summary>
public abstract record Bound
{
    private protected Bound()
    {
    }

    /// <summary>The bound as its author wrote it.</summary>
    public abstract string Description { get; }

    /// <summary>What goes beyond it, in words, or <see langword="null"/> if nothing does.</summary>
    /// <param name="impact">What a statement does to a table.</param>
    /// <param name="engine">The name of the database, as <see cref="Sql.For"/> takes it.</param>
    public abstract string? Excess(Impact impact, string engine);

    /// <summary>What to write where something goes beyond it.</summary>
    private protected abstract string Remedy(Impact impact);

    /// <summary>What it asks for.</summary>
    public sealed override string ToString() => Description;

    /// <summary>Looks that no step of a plan goes beyond what its author has promised.</summary>
    /// <exception cref="MigrationPlanException">A step does.</exception>
    internal static void Check(Plan plan)
    {
        foreach (var step in plan.Steps.OfType<StatementStep>())
        {
            foreach (var bound in step.Migration.Bounds)
            {
                if (step.Statements.SelectMany(statement => statement.Impacts).FirstOrDefault(impact => bound.Excess(impact, plan.Engine) is not null) is { } impact)
                {
                    throw new MigrationPlanException(step.Migration, OperationOf(step), $"It {bound.Excess(impact, plan.Engine)}, and {bound} promises that nothing does. {bound.Remedy(impact)}");
                }
            }
        }
    }

    private static Operation OperationOf(Step step) =>
        step.Completes is [var first, ..] ? step.Migration.Operations[first.Number] : (Operation)step.Changes[0];
}

/// <summary>No lock is stronger than this one.</summary>
/// <param name="Strongest">The strongest lock.</param>
internal sealed record LockBound(TableLock Strongest) : Bound
{
    public override string Description => $"AtMost(TableLock.{Strongest})";

    // SQLite has one lock for all of the file, whatever is done.
    public override string? Excess(Impact impact, string engine) =>
        engine == Engines.Sqlite || impact.Lock <= Strongest ? null : $"locks {impact.Table} in {impact.Lock} mode";

    private protected override string Remedy(Impact impact) =>
        $"Write AtMost(TableLock.{impact.Lock}) if that is acceptable, or move what takes the lock to a migration of its own.";
}

/// <summary>No table is written anew.</summary>
internal sealed record RewriteBound : Bound
{
    public override string Description => "NoRewrite()";

    public override string? Excess(Impact impact, string engine) => impact.Rewrites ? $"writes every row of {impact.Table} anew" : null;

    private protected override string Remedy(Impact impact) =>
        "Change it in stages, outside of Unsafe(…), or leave NoRewrite() out if the table is small enough.";
}

/// <summary>No table is read whole while its writers wait.</summary>
internal sealed record ScanBound : Bound
{
    public override string Description => "NoScanUnderLock()";

    public override string? Excess(Impact impact, string engine) =>
        impact is { Scans: true, Lock: > TableLock.ShareUpdateExclusive } ? $"reads every row of {impact.Table} while it is locked in {impact.Lock} mode" : null;

    private protected override string Remedy(Impact impact) =>
        "Leave NoScanUnderLock() out if the table is small enough, or do it at an hour when nobody writes.";
}
