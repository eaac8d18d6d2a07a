using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Brings a table back that was set aside.</summary>
/// <param name="Tombstone">The name under which it was kept.</param>
/// <param name="Table">Its own name, in the same schema.</param>
public sealed record ExhumeTable(QualifiedName Tombstone, Identifier Table) : Change
{
    public override string Description => $"Bring table {Table} back from {Tombstone}";

    public override ValueList<QualifiedName> Tables => [Tombstone];

    public override Catalog Apply(Catalog before) =>
        before with { Tables = before.Tables.Replace(Tombstone, table => table with { Name = Tombstone.Sibling(Table) }) };

    public override Change Invert(Catalog before) => new EntombTable(Tombstone.Sibling(Table), Tombstone.Name);

    public override bool IsMadeIn(Catalog catalog) => !catalog.Tables.Contains(Tombstone);

    private protected override void Write(Canon canon) => canon.Put("tombstone", Tombstone).Put("table", Table);
}
