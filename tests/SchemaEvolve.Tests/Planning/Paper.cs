using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Tests.Planning;

/// <summary>Plans that nobody carries out, and what the journal would know afterwards.</summary>
internal static class Paper
{
    public static PlanPolicy Staged { get; } = new(OutOfOrder.AllowIfIndependent) { KeepsTombstones = false };
    public static PlanPolicy AtOnce { get; } = Staged with { IsAlone = true };

    public static RecordedMigration IndexOrders { get; } = Recorded.Migration(2, "Index", schema => schema.Table("orders").AddIndex("placed_at"));

    public static Plan Plan(RecordedMigration[] migrations, History history, PlanPolicy policy, Catalog? before = null, IDialect? dialect = null) =>
        Planner.Plan(migrations, history, before ?? Shop.Catalog, Engines.Sqlite, dialect ?? new Echo(), policy);

    public static IEnumerable<string> Steps(Plan plan) => plan.Steps.Select(step => step.ToString());

    public static History HistoryAfter(Step step, StepState state) => new(
    [
        new(
            step.Migration.Id,
            step.Migration.Name,
            1,
            state == StepState.Done ? step.Reaches : MigrationState.Expanding,
            step.Migration.Fingerprint,
            step.Migration.Definition,
            default,
            [.. step.Completes.Select(entry => entry with { State = state }), .. step.Leaves]),
    ]);

    public static History HistoryAfter(params Step[] steps) => new(
    [
        .. steps.GroupBy(step => step.Migration.Id).Select((group, order) => HistoryAfter(group.Last(), StepState.Done).Migrations[0] with
        {
            Order = order + 1,
            Steps = [.. group.SelectMany(step => step.Completes), .. group.Last().Leaves],
        }),
    ]);

    /// <summary>Says each change in its own words, so that plans can be read without a database.</summary>
    public sealed class Echo : IDialect
    {
        public bool FillsAlone { get; init; }

        public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false)
        {
            Change[] held = FillsAlone && changes[0] is Backfill ? [changes[0]] : [.. changes.TakeWhile(change => !FillsAlone || change is not Backfill)];

            return new(held.Length, [.. held.Select(change => Statement.Run(Sql.Raw(change.Description)))], before.After(held));
        }
    }
}
