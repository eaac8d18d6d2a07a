using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Adds a unique constraint.</summary>
/// <param name="Table">The table.</param>
/// <param name="Unique">The constraint.</param>
public sealed record AddUnique(QualifiedName Table, Unique Unique) : TableChange(Table)
{
    public override string Description => $"Add unique constraint {Unique.Name} to {Table} ({string.Join(", ", Unique.Columns)})";

    public override Table Apply(Table before) => before with { Uniques = before.Uniques.Add(Unique) };

    public override Change Invert(Table before) => new DropUnique(Table, Unique.Name);

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Uniques.Contains(Unique.Name);

    internal override IEnumerable<Change> Tidy(Catalog live) => live.Tables.Find(Table)?.Indexes.Contains(Unique.Name) is true ? [new DropIndex(Table, Unique.Name)] : [];

    private protected override void Examine(Catalog before) => Fit.Columns(before[Table], Unique.Columns, $"unique constraint {Unique.Name}");

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("unique", Unique);
}
