using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Changes what a column holds. Where values change and old and new versions run side by side, a column of the new type grows up beside it first.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="Type">The type after.</param>
/// <param name="Using">How the values go over.</param>
public sealed record ChangeColumnType(QualifiedName Table, Identifier Column, ColumnType Type, Conversion Using) : TableChange(Table)
{
    /// <summary>How the values come back, as long as old and new versions run side by side.</summary>
    public Conversion Down { get; init; } = Conversion.None;

    public override string Description => $"Change type of {Table}.{Column} to {Type}";

    public override Table Apply(Table before) =>
        before with { Columns = before.Columns.Replace(Column, column => column with { Type = Type }) };

    public override Change Invert(Table before) => this with { Type = before.Columns[Column].Type, Using = Conversion.None };

    public override bool IsMadeIn(Catalog catalog) => Using.IsNone && catalog[Table].Columns[Column].Type == Type;

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];
        if (tombstones.NameOf(Column) is { } tombstone && table.Columns.Contains(tombstone))
        {
            return Evolution.In(Phase.Purge, new DropColumn(Table, tombstone));
        }

        var column = table.Columns[Column];
        if (IsNeedless(column) || PhaseOf(before) == Phase.Expand)
        {
            return EvolveAlone(before);
        }

        var grown = column with { Name = Naming.Derive("_se_new", Column), Type = Type };

        return new Succession(Table, [grown], [new(grown.Name, Using.Of($"{Column}"))], [new(Column, Down.Of($"{grown.Name}"))]) { Final = Column }
            .Evolve(before, tombstones);
    }

    public override Evolution EvolveAlone(Catalog before) =>
        IsNeedless(before[Table].Columns[Column]) ? Evolution.None : Evolution.In(PhaseOf(before), this);

    private protected override Phase PhaseOf(Catalog before) =>
        Using.IsNone && before[Table].Columns[Column].Type.WidensTo(Type) ? Phase.Expand : Phase.Contract;

    private protected override void Examine(Catalog before) =>
        Fit.Column(before[Table], before[Table].Columns[Column] with { Type = Type }, before);

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("column", Column).Put("type", Type.Name).Put("using", Using).Put("down", Down);

    private bool IsNeedless(Column column) => column.Type == Type && Using.IsNone;
}
