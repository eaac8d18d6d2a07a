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
        if (tombstones.Of(table, Column) is { } tombstone)
        {
            return Evolution.In(Phase.Purge, new DropColumn(Table, tombstone.Name));
        }

        var column = table.Columns[Column];

        // A column that is kept in step with another goes when that one takes its name, and its type would go with it.
        var isShared = table.DualWrites.Any(sync => sync.Mentions(Column));

        return IsNeedless(column) || (PhaseOf(before) == Phase.Expand && !isShared)
            ? EvolveAlone(before)
            : SuccessionOf(column).Evolve(before, tombstones);
    }

    public override Evolution EvolveAlone(Catalog before) =>
        IsNeedless(before[Table].Columns[Column]) ? Evolution.None : Evolution.In(PhaseOf(before), this);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        var table = now[Table];
        var back = Back(before);

        // Even where the type could be widened in place, the values that were kept are better than those that were converted.
        return table.Columns.Contains(Grown) || kept.Of(table, Column) is not null
            ? (back.SuccessionOf(table.Columns[Column]) with { Kept = kept }).Evolve(now, Tombstones.None)
            : back.Evolve(now, Tombstones.None);
    }

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => kept.Of(now[Table], Column) is null
        ? Back(before).EvolveAlone(now)
        : Reverse(before, now, kept);

    private protected override Phase PhaseOf(Catalog before) =>
        Using.IsNone && (before[Table].Columns[Column].Type.WidensTo(Type) || IsStoredAlike(before)) ? Phase.Expand : Phase.Contract;

    private protected override void Examine(Catalog before)
    {
        Fit.Column(before[Table], before[Table].Columns[Column] with { Type = Type }, before);
        Dependents.RefuseMirrored(before, Table, Column);
    }

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("column", Column).Put("type", Type.Name).Put("using", Using).Put("down", Down);

    private ChangeColumnType Back(Catalog before) => this with { Type = before[Table].Columns[Column].Type, Using = Down, Down = Using };

    private Identifier Grown => Naming.Grow(Column);

    private Succession SuccessionOf(Column column) => new(
        Table,
        [column with { Name = Grown, Type = Type }],
        [new(Grown, Using.Of($"{Column}"))],
        [new(Column, Down.Of($"{Grown}"))])
    {
        KeepsNames = true,
    };

    private bool IsStoredAlike(Catalog before) => before.StoresIntegersAlike && before[Table].Columns[Column].Type is IntegerType && Type is IntegerType;

    private bool IsNeedless(Column column) => column.Type == Type && Using.IsNone;
}
