using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Lets a column take <c>NULL</c>, or no longer.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="IsNullable">Whether it takes <c>NULL</c> afterwards.</param>
public sealed record SetNullability(QualifiedName Table, Identifier Column, bool IsNullable) : TableChange(Table)
{
    public override string Description => IsNullable ? $"Let {Table}.{Column} be null" : $"Require {Table}.{Column}";

    /// <summary>The name of a check that proves for a while that no row has <c>NULL</c>, where that spares others the wait for a scan.</summary>
    public Identifier Proof => Naming.Derive("nn", Table, Column);

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { IsNullable = IsNullable }) };

    public override Change Invert(Table before) => this with { IsNullable = before.Columns[Column].IsNullable };

    // A column that is gone has been through all that was still to be done to it.
    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Columns.Find(Column) is not { } column || column.IsNullable == IsNullable;

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => before[Table].Columns[Column].IsNullable == IsNullable ? Evolution.None
        : IsNullable ? Evolution.In(Phase.Expand, [.. Loosen(before[Table], Column)])
        : base.Evolve(before, tombstones);

    /// <summary>Lets a column take <c>NULL</c>, and the one that grows up to take its place.</summary>
    internal static IEnumerable<SetNullability> Loosen(Table table, Identifier column) => new[] { Naming.Grow(column), column }
        .Where(name => table.Columns.Find(name) is { IsNullable: false })
        .Select(name => new SetNullability(table.Name, name, IsNullable: true));

    internal override IEnumerable<Change> Tidy(Catalog live) => live.Tables.Find(Table)?.Checks.Contains(Proof) is true ? [new DropCheck(Table, Proof)] : [];

    private protected override Phase PhaseOf(Catalog before) => IsNullable ? Phase.Expand : Phase.Contract;

    private protected override void Examine(Catalog before)
    {
        if (IsNullable && before[Table].PrimaryKey?.Columns.Contains(Column) is true)
        {
            throw new CatalogException($"Column {Column} is part of the primary key and cannot be null.");
        }
    }

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("column", Column).Put("nullable", IsNullable);
}
