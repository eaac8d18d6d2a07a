using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Creates an index.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The index.</param>
public sealed record CreateIndex(QualifiedName Table, Index Index) : TableChange(Table)
{
    public override string Description => $"Create {(Index.IsUnique ? "unique " : "")}index {Index.Name} on {Table}";

    // An index that is not valid is what is left of a build that was cut off.
    public override Table Apply(Table before) => before with
    {
        Indexes = before.Indexes.Find(Index.Name) is { IsValid: false }
            ? before.Indexes.Replace(Index.Name, _ => Index)
            : before.Indexes.Add(Index),
    };

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].Indexes.Find(Index.Name) is { IsValid: true };

    public override Change Invert(Table before) => new DropIndex(Table, Index.Name);

    private protected override void Examine(Catalog before)
    {
        Fit.Index(before[Table], Index);
        foreach (var other in before.Tables)
        {
            if (other.Indexes.Contains(Index.Name) && other.Name.Schema == Table.Schema && other.Name != Table)
            {
                throw new CatalogException($"Index {Index.Name} already exists, on {other.Name}. Index names are unique in a schema; give this one another.");
            }
        }
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("index", Index);
}
