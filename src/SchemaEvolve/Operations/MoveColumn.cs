using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Lets a column of another table take the place of one.</summary>
/// <remarks>
/// The rows of the two tables are paired one to one: in each, the key columns are unique, and a foreign key leads from one to the other.
/// The type, the default and whether it takes <c>NULL</c> go with the column; the new one is required if every row has a partner to take it from.
/// A value whose row has no partner yet is written when that is inserted. Whatever has none by the contraction stops it, and the error names the rows.
/// </remarks>
/// <param name="From">The old column, and the key of its rows.</param>
/// <param name="To">The new column, and the key of its rows, each column paired with that at its place.</param>
public sealed record MoveColumn(KeyedColumn From, KeyedColumn To) : Operation
{
    public override string Description => $"Move column {From} to {(To.Column == From.Column ? To.Table.ToString() : $"{To}")}";

    public override ValueList<QualifiedName> Tables => [From.Table, To.Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => tombstones.NameOf(From.Column) is { } tombstone && before[From.Table].Columns.Contains(tombstone)
        ? Evolution.In(Phase.Purge, new DropColumn(From.Table, tombstone))
        : RemovalIn(before).Evolve(before, tombstones);

    public override Evolution EvolveAlone(Catalog before) => RemovalIn(before).EvolveAlone(before);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) =>
        Back(before, kept).Evolve(now, Tombstones.None);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Back(before, kept).EvolveAlone(now);

    private protected override void Write(Canon canon) => canon.Put("from", From).Put("to", To);

    private Removal Back(Catalog before, Tombstones kept) => new(To, From, before[From.Table].Columns[From.Column]) { Kept = kept };

    private Removal RemovalIn(Catalog before)
    {
        var column = before[From.Table].Columns[From.Column];
        var isRequired = before.Mirrors.Find(new Mirror(From, To).Name)?.IsRequired ?? (!column.IsNullable && HasPartners(before[To.Table]));

        return new(From, To, column with { Name = To.Column, IsNullable = !isRequired });
    }

    // Only then is there a value for each row of the other table.
    private bool HasPartners(Table to) => to.Named(To.Key).All(column => !column.IsNullable) && to.ForeignKeys.Any(key => Removal.Pairs(key, To, From));
}
