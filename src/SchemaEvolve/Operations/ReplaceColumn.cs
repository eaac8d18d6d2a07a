using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Lets a column of another name, type or rule take the place of one.</summary>
/// <param name="Table">The table.</param>
/// <param name="Old">The old column.</param>
/// <param name="New">The new column.</param>
/// <param name="Up">How the value of the new column is made of that of the old one.</param>
/// <param name="Down">How the value of the old column is made of that of the new one.</param>
public sealed record ReplaceColumn(QualifiedName Table, Identifier Old, Column New, Conversion Up, Conversion Down) : Operation
{
    public override string Description => $"Replace column {Old} of {Table} by {New.Name}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Succession.Evolve(before, tombstones);

    // A conversion of values in place could not be told from one that is still to be done.
    public override Evolution EvolveAlone(Catalog before)
    {
        if (!Up.IsNone)
        {
            return Succession.EvolveAlone(before);
        }

        var column = before[Table].Columns[Old];

        return Evolution.In(Phase.Contract,
        [
            .. column.Type != New.Type ? [new ChangeColumnType(Table, Old, New.Type, Conversion.None)] : Array.Empty<Change>(),
            .. column.Collation != New.Collation ? [new SetCollation(Table, Old, New.Collation)] : Array.Empty<Change>(),
            .. !Equals(column.Default, New.Default) ? [new SetDefault(Table, Old, New.Default)] : Array.Empty<Change>(),
            .. column.IsNullable != New.IsNullable ? [new SetNullability(Table, Old, New.IsNullable)] : Array.Empty<Change>(),
            .. column.Comment != New.Comment ? [new SetComment(Table, Old, New.Comment)] : Array.Empty<Change>(),
            new RenameColumn(Table, Old, New.Name),
        ]);
    }

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Succession.Back(before, kept).Evolve(now, Tombstones.None);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => kept.Of(now[Table], Old) is null
        ? new ReplaceColumn(Table, New.Name, before[Table].Columns[Old], Down, Up).EvolveAlone(now)
        : Reverse(before, now, kept);

    private Succession Succession => new(Table, [New], [new(New.Name, Up.Of($"{Old}"))], [new(Old, Down.Of($"{New.Name}"))]);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("old", Old).Put("new", New).Put("up", Up).Put("down", Down);
}
