using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Adds a foreign key.</summary>
/// <param name="Table">The referring table.</param>
/// <param name="Key">The key. Without columns to refer to, it refers to the primary key of the other table.</param>
public sealed record AddForeignKey(QualifiedName Table, ForeignKey Key) : TableChange(Table)
{
    public override string Description => $"Add foreign key {Key.Name} from {Table} to {Key.References}";

    public override ValueList<QualifiedName> Tables => [Table, Key.References];

    // A key that is not validated is what is left of a step that was cut off.
    public override Table Apply(Table before) => before with
    {
        ForeignKeys = before.ForeignKeys.Find(Key.Name) is { IsValidated: false }
            ? before.ForeignKeys.Replace(Key.Name, _ => Key)
            : before.ForeignKeys.Add(Key),
    };

    public override bool IsMadeIn(Catalog catalog) => catalog[Table].ForeignKeys.Find(Key.Name) is { IsValidated: true };

    public override Change Invert(Table before) => new DropForeignKey(Table, Key.Name);

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => Evolution.In(Phase.Expand, Key.To.Count > 0 ? this : this with
    {
        Key = Key with
        {
            To = before[Key.References].PrimaryKey?.Columns
                ?? throw new CatalogException($"Table {Key.References} has no primary key that foreign key {Key.Name} could refer to. Write to: [\"…\"]."),
        },
    });

    private protected override void Examine(Catalog before) => Fit.ForeignKey(before[Table], Key, before);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("key", Key);
}
