using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Planning;

/// <summary>Walks through plans as releases do, without a database.</summary>
internal static class Walk
{
    /// <summary>Each migration runs to its end before the next one begins, as releases do.</summary>
    public static (History History, Catalog Live) Run(RecordedMigration[] migrations, Contracting contracting, Catalog? before = null)
    {
        var (history, live) = (History.Empty, before ?? Catalog.Empty);
        for (var count = 1; count <= migrations.Length; count++)
        {
            foreach (var policy in Policies(migrations[count - 1].Id, contracting))
            {
                (history, live) = Go([.. migrations.Take(count)], history, live, policy);
            }
        }

        return (history, live);
    }

    /// <summary>A run to the end of its plan.</summary>
    public static (History History, Catalog Live) Go(RecordedMigration[] migrations, History history, Catalog live, PlanPolicy policy, IDialect? dialect = null) =>
        Planner.Plan(migrations, history, live, Engines.Sqlite, dialect ?? new Wordless(), policy).Steps.Aggregate((history, live), (at, step) => Do(at.history, at.live, step));

    private static IEnumerable<PlanPolicy> Policies(long id, Contracting contracting)
    {
        var policy = new PlanPolicy(OutOfOrder.AllowIfIndependent);

        return
        [
            policy,
            .. contracting >= Contracting.Everything ? [policy with { Due = [id] }] : Array.Empty<PlanPolicy>(),
            .. contracting == Contracting.EverythingAndPurge ? [policy with { Outlived = [id] }] : Array.Empty<PlanPolicy>(),
        ];
    }

    /// <summary>What the journal and the database would have after a step.</summary>
    public static (History History, Catalog Live) Do(History history, Catalog live, Step step)
    {
        var entry = history.Find(step.Migration.Id) ?? new(
            step.Migration.Id,
            step.Migration.Name,
            history.Migrations.Count + 1,
            MigrationState.Pending,
            step.Migration.Fingerprint,
            step.Migration.Definition,
            default,
            [])
        {
            AppVersion = "1.0",
        };
        var others = entry.Steps.Where(other => !step.Completes.Concat(step.Leaves).Any(touched => (touched.Phase, touched.Number) == (other.Phase, other.Number)));
        entry = entry with
        {
            State = step.Reaches,
            Steps = step.IsReversal ? [.. others] : [.. others.Where(other => other.State == StepState.Done), .. step.Completes, .. step.Leaves],
        };

        return (
            new([.. history.Migrations.Where(other => other.Id != entry.Id).Concat(entry.State == MigrationState.Pending ? Array.Empty<MigrationEntry>() : [entry]).OrderBy(known => known.Order)]),
            live.After(step.Changes));
    }

    /// <summary>A database that can do everything in one step, but fills rows in one of their own.</summary>
    public sealed class Wordless : IDialect
    {
        public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false)
        {
            var isFilling = changes[0] is Backfill;
            var count = isFilling ? 1 : changes.TakeWhile(change => change is not Backfill).Count();

            return new(count, [], before.After(changes.Take(count)));
        }
    }

    /// <summary>A database that needs a step for every change.</summary>
    public sealed class Stumbling : IDialect
    {
        public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false) => new(1, [], before.After([changes[0]]));
    }
}
