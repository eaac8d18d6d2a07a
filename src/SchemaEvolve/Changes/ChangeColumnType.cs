using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Changes what a column holds, in place.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Type">The type after.</param>
/// <param name="Using">How the values go over.</param>
public sealed record ChangeColumnType(QualifiedName Table, Identifier Column, ColumnType Type, Conversion Using) : TableChange(Table)
{
    public override string Description => $"Change type of {Table}.{Column} to {Type}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Type = Type }) };

    public override Change Invert(Table before) => this with { Type = before.Columns[Column].Type, Using = Conversion.None };

    public override Evolution Evolve(Catalog before) =>
        before[Table].Columns[Column].Type == Type && Using.IsNone ? Evolution.None : base.Evolve(before);

    private protected override Phase PhaseOf(Catalog before) =>
        Using.IsNone && before[Table].Columns[Column].Type.WidensTo(Type) ? Phase.Expand : Phase.Contract;

    private protected override void Examine(Catalog before) =>
        Fit.Column(before[Table], before[Table].Columns[Column] with { Type = Type }, before);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("column", Column).Put("type", Type.Name).Put("using", Using);
}
