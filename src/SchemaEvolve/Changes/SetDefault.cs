using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Gives a column a default, or takes it away. Rows that are there keep their values.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">The default afterwards, or <see langword="null"/> for none.</param>
public sealed record SetDefault(QualifiedName Table, Identifier Column, Sql? Value) : TableChange(Table)
{
    public override string Description => Value is null
        ? $"Drop the default of {Table}.{Column}"
        : $"Set the default of {Table}.{Column} to {Value}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Default = Value }) };

    public override Change Invert(Table before) => this with { Value = before.Columns[Column].Default };

    // A column that is gone has been through all that was still to be done to it.
    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Columns.Find(Column) is not { } column || Equals(column.Default, Value);

    public override Evolution Evolve(Catalog before, Tombstones tombstones) =>
        Equals(before[Table].Columns[Column].Default, Value) ? Evolution.None : base.Evolve(before, tombstones);

    private protected override Phase PhaseOf(Catalog before) => Value is null ? Phase.Contract : Phase.Expand;

    // Whatever keeps it equal with another knows the default.
    private protected override void Examine(Catalog before) => Dependents.RefuseMirrored(before, Table, Column);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("value", Value);
}
