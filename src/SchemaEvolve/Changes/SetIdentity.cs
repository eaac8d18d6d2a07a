using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Lets the database number the rows by a column, or no longer.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Identity">How rows are numbered afterwards, or <see langword="null"/> if they are not.</param>
public sealed record SetIdentity(QualifiedName Table, Identifier Column, Identity? Identity) : TableChange(Table)
{
    public override string Description => Identity is null ? $"Stop numbering rows by {Table}.{Column}" : $"Number rows by {Table}.{Column}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Identity = Identity }) };

    public override Change Invert(Table before) => this with { Identity = before.Columns[Column].Identity };

    public override Evolution Evolve(Catalog before, Tombstones tombstones) =>
        before[Table].Columns[Column].Identity == Identity ? Evolution.None : base.Evolve(before, tombstones);

    private protected override Phase PhaseOf(Catalog before) => Identity is null ? Phase.Contract : Phase.Expand;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("identity", Identity);
}
