using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Drops a table and its rows.</summary>
/// <param name="Table">The table.</param>
public sealed record DropTable(QualifiedName Table) : Change
{
    public override string Description => $"Drop table {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override bool LosesData => true;

    public override Catalog Apply(Catalog before)
    {
        var referring = before.Tables
            .Where(other => other.Name != Table)
            .SelectMany(other => other.ForeignKeys.Where(key => key.References == Table).Select(key => $"{key.Name} of {other.Name}"))
            .ToList();

        return referring.Count == 0
            ? before with { Tables = before.Tables.Remove(Table) }
            : throw new CatalogException($"Table {Table} is referred to by foreign key {string.Join(", ", referring)}. Drop that first.");
    }

    public override Change Invert(Catalog before) => new CreateTable(before[Table]);

    private protected override void Write(Canon canon) => canon.Put("table", Table);
}
