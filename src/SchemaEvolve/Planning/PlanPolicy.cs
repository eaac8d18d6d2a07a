using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>What a plan may do.</summary>
/// <param name="OutOfOrder">What becomes of a migration that is older than one that has run.</param>
public sealed record PlanPolicy(OutOfOrder OutOfOrder)
{
    /// <summary>Whether nobody else uses the database, so that everything is done in place, at once, and in its author's order.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Whether it ends with the expansions, and with the rows that they need. Where nobody else uses the database, it goes to the end.</summary>
    public bool OnlyExpands { get; init; }

    /// <summary>The ids of the migrations that may take away what only older versions need.</summary>
    public ValueList<long> Due { get; init; } = [];

    /// <summary>The ids of the migrations that may give up what they have set aside.</summary>
    public ValueList<long> Outlived { get; init; } = [];

    /// <summary>Whether those migrations were asked for by hand, so that whoever asked is told at once what stands in their way.</summary>
    public bool IsByHand { get; init; }

    /// <summary>Whether what is taken away is set aside for a while first.</summary>
    public bool KeepsTombstones { get; init; } = true;

    /// <summary>Whether a migration may only take something away because nothing stands in its way.</summary>
    internal bool CanHold(RecordedMigration migration) => !IsByHand && (Due.Contains(migration.Id) || Outlived.Contains(migration.Id));

    /// <summary>What becomes of what a migration takes away.</summary>
    internal Tombstones TombstonesOf(RecordedMigration migration) => new(KeepsTombstones ? migration.Id : null);

    /// <summary>The same without a migration.</summary>
    internal PlanPolicy Holding(RecordedMigration migration) => this with
    {
        Due = [.. Due.Where(id => id != migration.Id)],
        Outlived = [.. Outlived.Where(id => id != migration.Id)],
    };
}
