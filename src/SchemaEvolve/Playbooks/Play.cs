using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Gating;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Running;

namespace SchemaEvolve.Playbooks;

/// <summary>A step of a plan, with all that those need to know who carry it out or watch over it.</summary>
/// <param name="Number">Its place in the plan, counted from 1.</param>
/// <param name="Step">The step.</param>
public sealed record Play(int Number, Step Step)
{
    /// <summary>The statements, in order. Of a step in C#, nobody knows them.</summary>
    public required ValueList<Statement> Statements { get; init; }

    /// <summary>The numbers of the steps that it builds on.</summary>
    public required ValueList<int> After { get; init; }

    /// <summary>What it costs those who use tables that were there before, the strongest lock first.</summary>
    public required ValueList<Cost> Costs { get; init; }

    /// <summary>How long it takes once it has its locks, or <see langword="null"/> if nobody can tell.</summary>
    public required Estimate? Time { get; init; }

    /// <summary>Why what it does cannot be undone, each in a sentence. Nothing if it can.</summary>
    public required ValueList<string> Losses { get; init; }

    /// <summary>The gates that have to be open for it.</summary>
    public required ValueList<Gate> Gates { get; init; }

    /// <summary>What to look at while it is done.</summary>
    public required ValueList<Signal> Watch { get; init; }

    /// <summary>The id of the migration that is the last one after a rollback of this one, or 0 for none.</summary>
    public required long Previous { get; init; }

    /// <summary>Whether it is done as a whole or not at all.</summary>
    public bool IsTransactional => Step is not BackfillStep && StatementGroup.WithEntry(Statements) is [_];

    /// <summary>Whether a rollback can undo it.</summary>
    public bool IsReversible => Losses.Count == 0;

    /// <summary>The approvals that it waits for.</summary>
    public IEnumerable<Gate> Approvals => Gates.Where(gate => gate is Approved);

    /// <summary>Why a step cannot be undone, as far as can be told before it is done.</summary>
    internal static ValueList<string> LossesOf(Step step) =>
    [
        .. step.Changes.Select(change => change switch
        {
            RunCode { Irreversible: { } reason } => reason,
            RunSql { Undo.Reason: { } reason } => reason,
            UpdateRows { Undo.Reason: { } reason } => reason,
            DeleteRows { Undo.Reason: { } reason } => reason,
            Backfill { Undo.Reason: { } reason } => reason,
            BackfillByCode { Undo.Reason: { } reason } => reason,
            Irreversible { Reason: var reason } => reason,
            DropColumn or DropTable or DropSequence => $"{change.Description}: only a backup has its values afterwards.",
            _ => null,
        }).OfType<string>(),
    ];
}
