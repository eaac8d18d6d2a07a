using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Takes one operation of a migration back, in the phases of a life of its own: the way back is a way forward for the old version.</summary>
/// <param name="Number">The place of the operation in the migration, counted from 0.</param>
/// <param name="Of">The operation.</param>
/// <param name="Opening">What makes the old version possible again, and brings its rows up to date.</param>
/// <param name="Closing">What takes away that only the new version needs, as the catalog is by then.</param>
internal sealed record Reversal(int Number, Operation Of, Evolution Opening, Func<Catalog, ValueList<Change>> Closing) : Operation
{
    public override string Description => $"Take back: {Of.Description}";

    public override ValueList<QualifiedName> Tables => Of.Tables;

    public override bool IsOpaque => Of.IsOpaque;

    /// <summary>What there is to do. The end is always there, since it has to be noted.</summary>
    public IEnumerable<Part> Parts =>
    [
        .. Opening.Expand.Count > 0 ? [new(Phase.Expand, Number)] : Array.Empty<Part>(),
        .. Opening.Migrate.Count > 0 ? [new(Phase.Migrate, Number)] : Array.Empty<Part>(),
        new(Phase.Contract, Number),
    ];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Opening with { Contract = Closing(before) };

    private protected override void Write(Canon canon) => canon.Put("of", Of);
}
