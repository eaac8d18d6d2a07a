using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Lets another column get what one gets in rows that bring no value for it: its default, or the next number of its counter, which goes on from where it is.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The column that has it.</param>
/// <param name="To">The column that gets it.</param>
public sealed record MoveDefault(QualifiedName Table, Identifier From, Identifier To) : TableChange(Table)
{
    public override string Description => $"Move the default of {Table}.{From} to {To}";

    public override Table Apply(Table before)
    {
        var from = before.Columns[From];

        return before with
        {
            Columns = before.Columns
                .Replace(From, column => column with { Default = null, Identity = null })
                .Replace(To, column => column with { Default = from.Default, Identity = from.Identity }),
        };
    }

    public override Change Invert(Table before) => new MoveDefault(Table, To, From);

    public override bool IsMadeIn(Catalog catalog) => !HasDefault(catalog[Table].Columns[From]) && HasDefault(catalog[Table].Columns[To]);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Examine(Catalog before)
    {
        if (!HasDefault(before[Table].Columns[From]) || HasDefault(before[Table].Columns[To]))
        {
            throw new CatalogException($"The default of {From} cannot move to {To}: the one must have a default or be an identity, and the other not.");
        }
    }

    /// <summary>Whether a row that brings no value for a column gets one.</summary>
    internal static bool HasDefault(Column column) => column.Default is not null || column.Identity is not null;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("from", From).Put("to", To);
}
