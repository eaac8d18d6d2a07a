using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Deletes the rows that meet a condition, in one statement.</summary>
/// <param name="Table">The table.</param>
/// <param name="Where">Which rows.</param>
/// <param name="Undo">How a rollback undoes it.</param>
public sealed record DeleteRows(QualifiedName Table, Sql Where, Undo Undo) : DataChange
{
    public override string Description => $"Delete rows from {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override bool LosesData => true;

    public override Catalog Apply(Catalog before)
    {
        _ = before[Table];
        return before;
    }

    public override Change Invert(Catalog before) => RunSql.ToUndo(Undo, this);

    private protected override Phase PhaseOf(Catalog before) => Phase.Migrate;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("where", Where).Put("undo", Undo);
}
