using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Sets columns of the rows that meet a condition, in one statement.</summary>
/// <param name="Table">The table.</param>
/// <param name="Assignments">What is set.</param>
/// <param name="Where">Which rows.</param>
/// <param name="Undo">How a rollback undoes it.</param>
public sealed record UpdateRows(QualifiedName Table, ValueList<Assignment> Assignments, Sql Where, Undo Undo) : DataChange
{
    public override string Description => $"Update {string.Join(", ", Assignments.Select(assignment => assignment.Column))} in {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Catalog Apply(Catalog before)
    {
        Fit.Columns(before[Table], Assignments.Select(assignment => assignment.Column), "the update");
        return before;
    }

    public override Change Invert(Catalog before) => RunSql.ToUndo(Undo, this);

    private protected override Phase PhaseOf(Catalog before) => Phase.Migrate;

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("set", Assignments).Put("where", Where).Put("undo", Undo);
}
