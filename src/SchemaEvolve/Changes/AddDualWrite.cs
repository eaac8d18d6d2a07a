using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Lets the database keep two forms of the same values in step, whichever of them a statement writes.</summary>
/// <param name="Table">The table.</param>
/// <param name="DualWrite">The two forms, and how each is made of the other.</param>
public sealed record AddDualWrite(QualifiedName Table, DualWrite DualWrite) : TableChange(Table)
{
    public override string Description => DualWrite.Down.Count == 0
        ? $"Fill {string.Join(", ", DualWrite.New)} of {Table} wherever it is missing{(DualWrite.FillsNewRowsOnly ? " in a new row" : "")}"
        : $"Keep {string.Join(", ", DualWrite.Old)} and {string.Join(", ", DualWrite.New)} of {Table} in step";

    public override Table Apply(Table before) => before with { DualWrites = before.DualWrites.Add(DualWrite) };

    public override Change Invert(Table before) => new DropDualWrite(Table, DualWrite.Name);

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].DualWrites.Contains(DualWrite.Name);

    private protected override void Examine(Catalog before)
    {
        var table = before[Table];
        Fit.Columns(table, DualWrite.Up.Concat(DualWrite.Down).SelectMany(assignment => assignment.Value.Names.Append(assignment.Column)), "the dual write");
        foreach (var column in table.Columns.Where(column => DualWrite.Mentions(column.Name)))
        {
            Dependents.RefuseMirrored(before, Table, column.Name);
        }

        foreach (var other in table.DualWrites)
        {
            Refuse(other.New.Intersect(DualWrite.New), Spell(other.Up.SelectMany(assignment => assignment.Value.Names).Distinct()) is { Length: > 0 } sources ? $"is filled from {sources}" : "is filled");
            Refuse(other.Old.Intersect(DualWrite.Old), $"is on its way to {other.Goal}");
        }
    }

    private static void Refuse(IEnumerable<Identifier> columns, string busy)
    {
        if (Spell(columns) is { Length: > 0 } names)
        {
            throw new CatalogException($"Column {names} {busy} already. Contract that first, and do this in a migration that comes with a later release.");
        }
    }

    private static string Spell(IEnumerable<Identifier> columns) => string.Join(", ", columns);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("dual-write", DualWrite);
}
