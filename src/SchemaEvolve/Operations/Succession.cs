using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Columns that take the place of others, while old and new versions of the application read and write both.</summary>
/// <param name="Table">The table.</param>
/// <param name="New">The new columns, as they are to be in the end.</param>
/// <param name="Up">The new columns, each as an expression over the old ones.</param>
/// <param name="Down">The old columns, each as an expression over the new ones.</param>
internal sealed record Succession(QualifiedName Table, ValueList<Column> New, ValueList<Assignment> Up, ValueList<Assignment> Down)
{
    /// <summary>The name that the new column has in the end, if it is another than the one that it grows up with.</summary>
    public Identifier? Final { get; init; }

    /// <summary>The names under which new columns may be kept that were there before.</summary>
    public Tombstones Kept { get; init; }

    /// <summary>The way back, once the new columns have taken the place of the old ones.</summary>
    public Succession Back(Catalog before, Tombstones kept) =>
        new(Table, [.. before[Table].Named(Down.Select(assignment => assignment.Column))], Up: Down, Down: Up) { Kept = kept };

    public Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        var table = before[Table];
        var sync = DualWrites.Between(Table, Up, Down);
        var tombs = sync.Old.Select(column => (Column: column, Tombstone: tombstones.NameOf(column))).ToList();
        ValueList<Change> purge = [.. tombs.Where(tomb => tomb.Tombstone is not null).Select(tomb => new DropColumn(Table, tomb.Tombstone!.Value))];
        if (tombs.Exists(tomb => tomb.Tombstone is { } name && table.Columns.Contains(name)) || HasTakenPlaceIn(table))
        {
            return new() { Purge = purge };
        }

        var twins = TwinsIn(before, New[0].Name);
        var rest = Twins.Rest(twins);
        var backfill = DualWrites.Backfill(Table, sync);

        // What came to stand on the old column since the rows were brought over has no copy yet.
        Change[] late = table.DualWrites.Contains(sync.Name)
            ? [.. twins.Select(twin => twin.Create).Concat(Requirements(New)).Where(change => !change.IsMadeIn(before))]
            : [];

        return new()
        {
            Expand = [.. New.SelectMany(column => Arrivals(table, column)), new AddDualWrite(Table, sync)],
            Migrate =
            [
                backfill,
                new VerifyBackfill(backfill),
                .. twins.Select(twin => twin.Create),
                .. Requirements(New),
            ],
            Contract =
            [
                new VerifyBackfill(backfill),
                .. late,
                .. Twins.TakeKeys(twins),
                new DropDualWrite(Table, sync.Name),
                .. Defaults(New),
                .. rest.Select(twin => twin.Drop),
                .. tombs.Select(tomb => tomb.Tombstone is { } name ? new EntombColumn(Table, tomb.Column, name) : (Change)new DropColumn(Table, tomb.Column)),
                .. Final is { } name ? [new RenameColumn(Table, New[0].Name, name)] : Array.Empty<Change>(),
                .. rest.Select(twin => twin.Rename),
            ],
            Purge = purge,
        };
    }

    /// <summary>All of it at once, where nobody else is there. The old columns stay to the end, so that it can be begun again at any point.</summary>
    public Evolution EvolveAlone(Catalog before)
    {
        var grown = New.Select(column => column with { Name = Naming.Derive("_se_new", column.Name) }).ToList();
        var twins = TwinsIn(before, grown[0].Name);
        var rest = Twins.Rest(twins);

        return Evolution.In(Phase.Contract,
        [
            .. grown.Select(column => new AddColumn(Table, DualWrites.Bare(column))),
            new Backfill(Table, [.. Up.Zip(grown, (assignment, column) => assignment with { Column = column.Name })], Where: null, Undo.Nothing),
            .. twins.Select(twin => twin.Create),
            .. Requirements(grown),
            .. Defaults(grown),
            .. Twins.TakeKeys(twins),
            .. rest.Select(twin => twin.Drop),
            .. Down.Select(assignment => new DropColumn(Table, assignment.Column)),
            .. New.Zip(grown, (column, grownUp) => new RenameColumn(Table, grownUp.Name, column.Name)),
            .. rest.Select(twin => twin.Rename),
        ]);
    }

    private bool HasTakenPlaceIn(Table table) =>
        New.All(column => table.Columns.Contains(column.Name)) && !Down.Any(assignment => table.Columns.Contains(assignment.Column));

    // What comes back has a default again only when the other side is gone: until then nobody could tell it from a value that was written.
    private IEnumerable<Change> Arrivals(Table table, Column column) => Kept.Of(table, Final ?? column.Name) is { } tombstone
        ?
        [
            new ExhumeColumn(Table, tombstone.Name, column.Name, IsNullable: true),
            .. tombstone.Default is not null ? [new SetDefault(Table, column.Name, null)] : Array.Empty<Change>(),
        ]
        : [new AddColumn(Table, DualWrites.Bare(column))];

    private IEnumerable<SetNullability> Requirements(IEnumerable<Column> columns) =>
        columns.Where(column => !column.IsNullable).Select(column => new SetNullability(Table, column.Name, IsNullable: false));

    private IEnumerable<SetDefault> Defaults(IEnumerable<Column> columns) =>
        columns.Where(column => column.Default is not null).Select(column => new SetDefault(Table, column.Name, column.Default));

    // What stands on a column follows it only where one column takes the place of one.
    private ValueList<Twin> TwinsIn(Catalog before, Identifier to)
    {
        var table = before[Table];
        foreach (var column in table.Named(Down.Select(assignment => assignment.Column)))
        {
            Refuse(before, column);
        }

        return (Down, New) is ([var from], [_]) ? Twins.Of(table, from.Column, to) : [];
    }

    private void Refuse(Catalog before, Column column)
    {
        var table = before[Table];
        IEnumerable<string> obstacles =
        [
            .. column.Generated is not null ? ["its expression: it is generated"] : Array.Empty<string>(),
            .. column.Identity is not null ? ["its numbering: it is an identity"] : Array.Empty<string>(),
            .. table.PrimaryKey is { } key && key.Columns.Contains(column.Name) ? [$"primary key {key.Name}"] : Array.Empty<string>(),
            .. table.Exclusions.Where(exclusion => exclusion.Elements.Any(element => Lexing.SqlLexer.Mentions(element.Expression, column.Name))).Select(exclusion => $"exclusion constraint {exclusion.Name}"),
            .. table.Columns.Where(other => other.Generated is { } generated && Lexing.SqlLexer.Mentions(generated.Expression, column.Name)).Select(other => $"generated column {other.Name}"),
            .. before.Tables.SelectMany(other => other.ForeignKeys.Where(foreign => foreign.References == Table && foreign.To.Contains(column.Name)).Select(foreign => $"foreign key {foreign.Name} of {other.Name}")),
            .. Dependents.Readers(before, Table, column.Name),
        ];
        if (obstacles.ToList() is { Count: > 0 } all)
        {
            throw new CatalogException(
                $"Column {column.Name} of {Table} cannot be replaced while both versions run because of {string.Join(", ", all)}, which would stay with the old column. Drop that first, in a migration before this one, and create it anew afterwards.");
        }
    }
}
