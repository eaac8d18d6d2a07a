using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Drops a table and its rows. Where an old version may still come back, it is set aside first.</summary>
/// <param name="Table">The table.</param>
public sealed record DropTable(QualifiedName Table) : Change
{
    public override string Description => $"Drop table {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override bool LosesData => true;

    public override Catalog Apply(Catalog before)
    {
        Dependents.Refuse(before, Table);
        return before with { Tables = before.Tables.Remove(Table) };
    }

    public override Change Invert(Catalog before) => new CreateTable(before[Table]);

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        if (tombstones.NameOf(Table.Name) is not { } tombstone)
        {
            return EvolveAlone(before);
        }

        var purge = new DropTable(Table.Sibling(tombstone));

        return before.Tables.Contains(purge.Table) ? Evolution.In(Phase.Purge, purge) : new()
        {
            Contract = [.. before[Table].ForeignKeys.Select(key => new DropForeignKey(Table, key.Name)), new EntombTable(Table, tombstone)],
            Purge = [purge],
        };
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(Phase.Contract, this);

    public override bool IsMadeIn(Catalog catalog) => !catalog.Tables.Contains(Table);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        var table = before[Table];

        return new()
        {
            Expand = kept.Of(now, Table) switch
            {
                { Name: var tombstone } => [new ExhumeTable(tombstone, Table.Name)],
                null when now.Tables.Contains(Table) => [],
                _ => [new CreateTable(table with { ForeignKeys = [] })],
            },
            Migrate = [.. table.ForeignKeys.Select(key => new AddForeignKey(Table, key))],
        };
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table);
}
