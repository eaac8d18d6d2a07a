using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Sets what a database calls options of a table, such as <c>STRICT</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Options">All options afterwards, in alphabetical order.</param>
public sealed record SetTableOptions(QualifiedName Table, ValueList<string> Options) : TableChange(Table)
{
    public override string Description => Options.Count == 0 ? $"Make {Table} a plain table" : $"Make {Table} {string.Join(", ", Options)}";

    public override Table Apply(Table before) => before with { Options = Options };

    public override Change Invert(Table before) => this with { Options = before.Options };

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => before[Table].Options.Equals(Options) ? Evolution.None : base.Evolve(before, tombstones);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("options", Options);
}
