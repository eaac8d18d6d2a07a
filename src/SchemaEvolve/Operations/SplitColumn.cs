using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Lets several columns take the place of one.</summary>
/// <param name="Table">The table.</param>
/// <param name="Old">The old column.</param>
/// <param name="New">The new columns.</param>
/// <param name="Up">The new columns, each as an expression over the old one.</param>
/// <param name="Down">The old column, as an expression over the new ones.</param>
public sealed record SplitColumn(QualifiedName Table, Identifier Old, ValueList<Column> New, ValueList<Assignment> Up, Sql Down) : Operation
{
    public override string Description => $"Split column {Old} of {Table} into {string.Join(", ", New.Select(column => column.Name))}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Succession.Evolve(before, tombstones);

    public override Evolution EvolveAlone(Catalog before) => Succession.EvolveAlone(before);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Succession.Back(before, kept).Evolve(now, Tombstones.None);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Succession.Back(before, kept).EvolveAlone(now);

    private Succession Succession => new(Table, New, Up, [new(Old, Down)]);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("old", Old).Put("new", New).Put("up", Up).Put("down", Down);
}
