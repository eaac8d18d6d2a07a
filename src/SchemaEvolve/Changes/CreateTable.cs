using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Creates a table with everything that belongs to it.</summary>
/// <param name="Table">The table.</param>
public sealed record CreateTable(Table Table) : Change
{
    public override string Description => $"Create table {Table.Name}";

    public override ValueList<QualifiedName> Tables => [Table.Name];

    public override Catalog Apply(Catalog before)
    {
        Fit.Table(Table, before);
        return before with { Tables = before.Tables.Add(Table) };
    }

    public override Change Invert(Catalog before) => new DropTable(Table.Name);

    private protected override void Write(Canon canon) => canon.Put("table", Table);
}
