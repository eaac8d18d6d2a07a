using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve.Scripting;

/// <summary>A plan as a shell can run it: what a run would do, and what it would note in the journal.</summary>
/// <param name="History">What the journal knew when it was planned.</param>
/// <param name="Acts">What is done, in order.</param>
public sealed record Script(History History, ValueList<Act> Acts)
{
    /// <summary>The script of a plan.</summary>
    internal static Script Of(Plan plan, Provenance provenance) => new(
        provenance.History,
        [.. Notes(plan, provenance), .. plan.IsOneTransaction ? AtOnce(plan, provenance) : StepByStep(plan, provenance)]);

    private static IEnumerable<Act> Notes(Plan plan, Provenance provenance) =>
    [
        .. provenance.Environment is { } environment ? [new Mark(environment)] : (Act[])[],
        .. plan.Suppressed.Select(one => new NoteSuppression(provenance.NoticeOf(one.Migration, one.ToString()))),
    ];

    private static IEnumerable<Act> AtOnce(Plan plan, Provenance provenance) =>
    [
        new Begin([]),
        .. plan.Steps.OfType<StatementStep>().SelectMany(step => (Act[])
        [
            new Enter(OneLine(step.ToString())),
            .. step.Statements.Select(statement => new Make(statement)),
            new NoteFinish(provenance.RecordOf(step)),
        ]),
        .. Stamp(provenance),
        new Commit(),
    ];

    private static IEnumerable<Act> StepByStep(Plan plan, Provenance provenance)
    {
        foreach (var obstacle in plan.Obstacles)
        {
            yield return new Stop(OneLine(obstacle));
        }

        foreach (var (place, step) in plan.Steps.Index())
        {
            if (Foreign(step, provenance.Shell) is { } reason)
            {
                yield return new Remark(OneLine(step.ToString()));
                yield return new Stop(reason);
                foreach (var left in plan.Steps.Skip(place + 1))
                {
                    yield return new Remark(OneLine($"Not in this script: {left}"));
                }

                yield break;
            }

            yield return new Enter(OneLine(step.ToString()));
            foreach (var act in step is BackfillStep backfill ? Of(backfill, provenance) : Of(step, provenance.RecordOf(step)))
            {
                yield return act;
            }
        }

        if (plan.StopsBecause is { } unknown)
        {
            yield return new Stop(OneLine($"{unknown} Plan again, and run the script of that."));
            yield break;
        }

        foreach (var held in plan.Held)
        {
            yield return new NoteHold(provenance.NoticeOf(held.Migration, held.Why));
        }

        foreach (var act in provenance.Stamp is null ? [] : (Act[])[new Begin([]), .. Stamp(provenance), new Commit()])
        {
            yield return act;
        }
    }

    private static IEnumerable<Act> Of(BackfillStep step, Provenance provenance) =>
    [
        new NoteStart(provenance.RecordOf(step)),
        new Fill(provenance.RecordOf(step), Fingerprint.Of(step.Changes[0]), provenance.Backfills.BatchTime, provenance.Backfills.YieldsToLocks),
    ];

    private static IEnumerable<Act> Of(Step step, StepRecord record)
    {
        var statements = StatementsOf(step);
        var groups = StatementGroup.WithEntry(statements);

        return
        [
            .. groups.Count > 1 ? [new NoteStart(record)] : (Act[])[],
            .. groups.SelectMany((group, place) => group.IsTransaction
                ? (Act[])
                [
                    new Begin(group.Statements),
                    .. group.Statements.Select(statement => new Make(statement)),
                    .. place == groups.Count - 1 ? [new NoteFinish(record)] : (Act[])[],
                    new Commit(),
                ]
                : [new Make(group.Statements[0])]),
            .. statements.Where(statement => statement.IsAlways).Select(statement => new Make(statement)),
        ];
    }

    /// <summary>The statements of a step. To those who read them, the batches of a backfill are one.</summary>
    internal static ValueList<Statement> StatementsOf(Step step) => step switch
    {
        StatementStep { Statements: var statements } => statements,
        BackfillStep { Code: null, Batches: var batches } => [Statement.Run(batches.Whole) with { Impacts = [new(batches.Table, TableLock.RowExclusive)] }],
        _ => [],
    };

    private static string? Foreign(Step step, IShell shell) => step switch
    {
        CodeStep { Code.Name: var name } => $"“{OneLine(name)}” is written in C#, which {shell.Name} does not run. Let the application do this step, then plan again.",
        BackfillStep { Code: not null } => $"“{OneLine(step.Description)}” is written in C#, which {shell.Name} does not run. Let the application do this step, then plan again.",
        _ => null,
    };

    private static Act[] Stamp(Provenance provenance) => provenance.Stamp is { } stamp ? [new NoteStamp(stamp, provenance.Actor)] : [];

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
