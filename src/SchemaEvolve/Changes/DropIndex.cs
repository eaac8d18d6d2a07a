using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops an index.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The name of the index.</param>
public sealed record DropIndex(QualifiedName Table, Identifier Index) : TableChange(Table)
{
    /// <summary>Whether the index is dropped beside the running application, and in no transaction. Otherwise it goes together with what else is done to its table.</summary>
    public bool IsOnline { get; init; } = true;

    public override string Description => $"Drop index {Index} of {Table}";

    public override Table Apply(Table before) => before with { Indexes = before.Indexes.Remove(Index) };

    public override Change Invert(Table before) => new CreateIndex(Table, before.Indexes[Index]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Indexes.Contains(Index);

    // The old version may be fast only because of it.
    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("index", Index).Put("together", !IsOnline);
}
