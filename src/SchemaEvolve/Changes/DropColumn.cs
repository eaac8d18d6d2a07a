using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Drops a column and its values. Where an old version may still come back, it is set aside first.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
public sealed record DropColumn(QualifiedName Table, Identifier Column) : TableChange(Table)
{
    /// <summary>The value that rows of the new version get in the column as long as the old one reads it, over the rest of the row, or <see langword="null"/> for its default.</summary>
    public Sql? Down { get; init; }

    public override string Description => $"Drop column {Column} from {Table}";

    public override bool LosesData => true;

    public override Table Apply(Table before) => before with { Columns = before.Columns.Remove(Column) };

    public override Change Invert(Table before) => new AddColumn(Table, before.Columns[Column]);

    public override bool IsMadeIn(Catalog catalog) => !catalog[Table].Columns.Contains(Column);

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];
        var tombstone = tombstones.NameOf(Column);
        if (tombstone is { } kept && table.Columns.Contains(kept))
        {
            return Evolution.In(Phase.Purge, [new DropColumn(Table, kept), .. Unmark(MarkIn(table, tombstones))]);
        }

        if (table.DualWrites.FirstOrDefault(sync => sync.New.Contains(Column) && sync.Old.Any()) is { } sync)
        {
            throw new CatalogException(
                $"Column {Column} of {Table} is still taking the place of {string.Join(", ", sync.Old)}, which is filled from it. Drop it in a migration that runs when that has contracted.");
        }

        Dependents.RefuseMirrored(before, Table, Column);

        // The new version brings no value for it.
        var column = table.Columns[Column];
        Change[] loosen = Fill is null && column is { IsNullable: false, Default: null, Identity: null, Generated: null }
            ? [.. SetNullability.Loosen(table, Column)]
            : [];

        return new()
        {
            Expand = Fill is { } fill ? [new AddDualWrite(Table, fill)] : [.. loosen],
            Contract =
            [
                .. Mark(column, tombstones),
                .. Fill is { Name: var name } ? [new DropDualWrite(Table, name)] : Array.Empty<Change>(),
                tombstone is { } aside ? new EntombColumn(Table, Column, aside) : new DropColumn(Table, Column),
            ],
            Purge = tombstone is { } old ? [new DropColumn(Table, old)] : [],
        };
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(Phase.Contract, this);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept) => Back(before, now, kept, Fill is { } fill ? [fill] : []);

    public override Evolution ReverseAlone(Catalog before, Catalog now, Tombstones kept) => Back(before, now, kept, []);

    private protected override void Examine(Catalog before) => Dependents.Refuse(before, Table, Column);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("down", Down);

    private DualWrite? Fill => Down is null ? null : DualWrites.Fill(Table, Column, Down) with { FillsNewRowsOnly = true };

    // NULL that was there before is a value like any other, and only a new row has none. A default that comes behind its column is none of the rows that are there.
    private IEnumerable<Change> Mark(Column column, Tombstones tombstones) => Fill is not null && column.IsNullable && tombstones.MarkOf(Column) is { } mark
        ? [new AddColumn(Table, mark), new SetDefault(Table, mark.Name, $"TRUE")]
        : [];

    private IEnumerable<Change> Unmark(Column? mark) => mark is null ? [] : [new DropColumn(Table, mark.Name)];

    private Column? MarkIn(Table table, Tombstones tombstones) => tombstones.MarkOf(Column) is { } mark ? table.Columns.Find(mark.Name) : null;

    private Backfill? Backfill(Column? mark) => (Fill, mark) switch
    {
        (null, _) => null,
        ({ } fill, null) => DualWrites.Backfill(Table, fill),
        ({ } fill, { Name: var since }) => DualWrites.Backfill(Table, fill) with { Where = $"{Column} IS NULL AND {since}" },
    };

    private Evolution Back(Catalog before, Catalog now, Tombstones kept, ValueList<DualWrite> fills)
    {
        var column = before[Table].Columns[Column];
        var mark = MarkIn(now[Table], kept);
        var backfill = Backfill(mark);

        return new()
        {
            Expand =
            [
                kept.Of(now[Table], Column) is { } tombstone ? new ExhumeColumn(Table, tombstone.Name, Column, IsNullable: true) : new AddColumn(Table, backfill is null ? column : DualWrites.Bare(column)),
                .. fills.Select(write => new AddDualWrite(Table, write)),
            ],
            Migrate = backfill is null ? [] : [backfill, new VerifyBackfill(backfill)],
            Contract =
            [
                .. now[Table].Columns.Find(Column) is { IsNullable: true } && !column.IsNullable ? [new SetNullability(Table, Column, IsNullable: false)] : Array.Empty<Change>(),
                .. fills.Select(write => new DropDualWrite(Table, write.Name)),
                .. column.Default is null ? Array.Empty<Change>() : [new SetDefault(Table, Column, column.Default)],
                .. Unmark(mark),
            ],
        };
    }
}
