using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Lets one column take the place of several.</summary>
/// <param name="Table">The table.</param>
/// <param name="New">The new column.</param>
/// <param name="Up">The new column, as an expression over the old ones.</param>
/// <param name="Down">The old columns, each as an expression over the new one.</param>
public sealed record MergeColumns(QualifiedName Table, Column New, Sql Up, ValueList<Assignment> Down) : Operation
{
    public override string Description => $"Merge columns {string.Join(", ", Down.Select(assignment => assignment.Column))} of {Table} into {New.Name}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Succession.Evolve(before, tombstones);

    public override Evolution EvolveAlone(Catalog before) => Succession.EvolveAlone(before);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Succession.Back(before, kept).Evolve(now, Tombstones.None);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Succession.Back(before, kept).EvolveAlone(now);

    private Succession Succession => new(Table, [New], [new(New.Name, Up)], Down);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("new", New).Put("up", Up).Put("down", Down);
}
