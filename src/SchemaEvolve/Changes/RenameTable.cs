using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Gives a table another name, in place.</summary>
/// <param name="From">The name before.</param>
/// <param name="To">The name after, in the same schema.</param>
public sealed record RenameTable(QualifiedName From, Identifier To) : Change
{
    public override string Description => $"Rename table {From} to {To}";

    public override ValueList<QualifiedName> Tables => [From];

    public override Catalog Apply(Catalog before)
    {
        var after = From.Sibling(To);

        return before with
        {
            Tables = before.Tables
                .Replace(From, table => table with { Name = after })
                .Select(table => table with
                {
                    ForeignKeys = table.ForeignKeys.Select(key => key.References == From ? key with { References = after } : key),
                }),
        };
    }

    public override Change Invert(Catalog before) => new RenameTable(From.Sibling(To), From.Name);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("from", From).Put("to", To);
}
