using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Sets a table aside under another name, with its rows, so that it can be brought back for a while.</summary>
/// <param name="Table">The table. It refers to no other any more: its rows must not stand in the way of theirs.</param>
/// <param name="Tombstone">The name under which it is kept.</param>
public sealed record EntombTable(QualifiedName Table, Identifier Tombstone) : Change
{
    public override string Description => $"Set table {Table} aside as {Tombstone}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Catalog Apply(Catalog before)
    {
        Dependents.Refuse(before, Table);
        return before with { Tables = before.Tables.Replace(Table, table => table with { Name = Table.Sibling(Tombstone) }) };
    }

    public override Change Invert(Catalog before) => new ExhumeTable(Table.Sibling(Tombstone), Table.Name);

    public override bool IsMadeIn(Catalog catalog) => catalog.Tables.Contains(Table.Sibling(Tombstone));

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("tombstone", Tombstone);
}
