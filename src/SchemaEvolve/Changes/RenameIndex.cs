using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Gives an index another name.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameIndex(QualifiedName Table, Identifier From, Identifier To) : TableChange(Table)
{
    public override string Description => $"Rename index {From} of {Table} to {To}";

    public override Table Apply(Table before) => before with { Indexes = before.Indexes.Replace(From, index => index with { Name = To }) };

    public override Change Invert(Table before) => new RenameIndex(Table, To, From);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Indexes.Contains(From) && catalog[Table].Indexes.Contains(To);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("from", From).Put("to", To);
}
