using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;

namespace SchemaEvolve.Playbooks;

/// <summary>A plan with all that those need to know who carry it out or watch over it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Plays">Its steps.</param>
public sealed record Playbook(Plan Plan, ValueList<Play> Plays)
{
    /// <summary>The version of the application that it is for.</summary>
    public required string AppVersion { get; init; }

    /// <summary>What the application calls to carry it out.</summary>
    public required string Command { get; init; }

    /// <summary>Whether the application also carries it out by itself, when it starts.</summary>
    public bool IsStart => Command.StartsWith(nameof(Migrator.MigrateAsync), StringComparison.Ordinal);

    /// <summary>The program in which the queries are asked.</summary>
    public required string Shell { get; init; }

    /// <summary>What to look at before anything is done.</summary>
    public required ValueList<Signal> Beforehand { get; init; }

    /// <summary>What to look at when all is done.</summary>
    public required ValueList<Signal> Afterwards { get; init; }

    /// <summary>What is left for later, and what it waits for.</summary>
    public required ValueList<Remainder> Remainders { get; init; }

    /// <summary>How long all steps take of which that can be told, without waiting for locks.</summary>
    public Estimate Time => Plays.Aggregate(default(Estimate), (sum, play) => sum + (play.Time ?? default));

    internal static Playbook Of(Plan plan, Provenance provenance) => new(plan, [.. plan.Steps.Select((step, place) => Of(plan, provenance, step, place))])
    {
        AppVersion = provenance.AppVersion,
        Command = provenance.Command,
        Shell = provenance.Shell.Name,
        Beforehand = plan.IsFresh || plan.IsEmpty ? [] : provenance.Shell.Beforehand,
        Afterwards = provenance.Shell.Afterwards,
        Remainders =
        [
            .. plan.Steps.GroupBy(step => step.Migration)
                .Select(steps => new Remainder(
                    steps.Key,
                    [.. steps.Last().Leaves.Where(entry => entry.Phase == Phase.Contract).Select(entry => entry.Description)],
                    provenance.Gatekeeper.GatesOf(steps.Key)))
                .Where(remainder => remainder.What.Count > 0),
        ],
    };

    private static Play Of(Plan plan, Provenance provenance, Step step, int place)
    {
        var statements = Script.StatementsOf(step);
        // Nobody waits for an empty table, and it takes no time.
        var weighed = plan.IsFresh ? statements.Select(statement => statement with { Impacts = [] }) : statements;

        return new(place + 1, step)
        {
            Statements = statements,
            After = [.. Enumerable.Range(0, place).Where(earlier => IsBuiltOn(plan.Steps[earlier], step)).Select(earlier => earlier + 1)],
            Costs = Cost.Of(weighed, plan.Surroundings),
            Time = Rate.Of(step, weighed, plan.Surroundings),
            Losses = Play.LossesOf(step),
            Gates = step.Phase == Phase.Contract && !plan.IsFresh ? provenance.Gatekeeper.GatesOf(step.Migration) : [],
            Watch = plan.IsFresh ? [] : provenance.Shell.Watch(step),
            Previous = Previous(plan, provenance.History, step),
        };
    }

    // What is done to a table builds on what was done to it; whatever only its author understands, on all before it.
    private static bool IsBuiltOn(Step earlier, Step step) =>
        earlier.IsOpaque
        || step.IsOpaque
        || earlier.Changes.SelectMany(change => change.Tables).Intersect(step.Changes.SelectMany(change => change.Tables)).Any()
        || step.Migration.DependsOn.Contains(earlier.Migration.Id);

    private static long Previous(Plan plan, History history, Step step) => history.Migrations.Select(entry => entry.Id)
        .Concat(plan.Steps.Select(other => other.Migration.Id))
        .TakeWhile(id => id != step.Migration.Id)
        .LastOrDefault();
}
