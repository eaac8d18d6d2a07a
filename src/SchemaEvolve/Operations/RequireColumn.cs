using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Keeps <c>NULL</c> out of a column. Rows that have none, and those that the old version still writes, are given a value.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Fill">The value, over the columns of the row.</param>
public sealed record RequireColumn(QualifiedName Table, Identifier Column, Sql Fill) : Operation
{
    public override string Description => $"Require {Table}.{Column}, and fill it with {Fill}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var fill = DualWrites.Fill(Table, Column, Fill);
        var backfill = DualWrites.Backfill(Table, fill);

        return new()
        {
            Expand = [new AddDualWrite(Table, fill)],
            Migrate = [backfill, new VerifyBackfill(backfill)],
            Contract = [new SetNullability(Table, Column, IsNullable: false), new DropDualWrite(Table, fill.Name)],
        };
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(
        Phase.Contract,
        DualWrites.Backfill(Table, DualWrites.Fill(Table, Column, Fill)),
        new SetNullability(Table, Column, IsNullable: false));

    // Another operation may have required it before, and is taken back by itself.
    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => before[Table].Columns[Column].IsNullable
        ? new SetNullability(Table, Column, IsNullable: true).Evolve(now, Tombstones.None)
        : Evolution.None;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("fill", Fill);
}
