using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Adds to what a database calls options of a table, whichever it has already.</summary>
/// <param name="Table">The table.</param>
/// <param name="Option">The option, such as <c>STRICT</c>.</param>
public sealed record AddTableOption(QualifiedName Table, string Option) : Operation
{
    public override string Description => $"Make {Table} {Option}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        string[] options = [.. before[Table].Options.Append(Option).Distinct()];
        Array.Sort(options, StringComparer.Ordinal);

        return new SetTableOptions(Table, [.. options]).Evolve(before, tombstones);
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("option", Option);
}
