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
    /// <summary>Whether the new columns only grow up under other names, and have those of the old ones in the end.</summary>
    public bool KeepsNames { get; init; }

    /// <summary>Whether the primary key goes over too, with its numbering and the foreign keys to it.</summary>
    public bool TakesKeys { get; init; }

    /// <summary>The names under which new columns may be kept that were there before.</summary>
    public Tombstones Kept { get; init; }

    private DualWrite Sync => DualWrites.Between(Table, Up, Down);

    private DualWrite KeptSync => Sync with { Name = Naming.Derive("se_kept", Table, [.. Sync.Old.Concat(Sync.New)]) };

    private IEnumerable<Identifier> Finals => KeepsNames ? Sync.Old : Sync.New;

    // What stands on a column follows it only where one column takes the place of one.
    private IEnumerable<(QualifiedName Table, Identifier From, Identifier To)> Pairs => KeepsNames || (Down, New) is ([_], [_])
        ? Sync.Old.Zip(New, (from, to) => (Table, from, to.Name))
        : [];

    /// <summary>The way back, once the new columns have taken the place of the old ones.</summary>
    public Succession Back(Catalog before, Tombstones kept) =>
        new(Table, [.. before[Table].Named(Down.Select(assignment => assignment.Column))], Up: Down, Down: Up) { Kept = kept };

    public Evolution Evolve(Catalog before, Tombstones tombstones) => Evolve([this], before, tombstones);

    /// <summary>Several of them together, each in a table of its own, so that foreign keys find both their ends.</summary>
    /// <remarks>Once the foreign keys have gone over, with which both old and new columns are well, one table after the other contracts.</remarks>
    public static Evolution Evolve(IReadOnlyList<Succession> all, Catalog before, Tombstones tombstones)
    {
        var open = all.Where(one => !one.IsOver(before, tombstones)).ToList();
        foreach (var one in open)
        {
            one.Refuse(before);
        }

        // What refers to the tables only since the expansion keeps its columns.
        var grown = open.Exists(one => one.IsGrown(before)) ? open.FindAll(one => one.IsGrown(before)) : open;
        var heirs = new Heirs(grown.SelectMany(one => one.Pairs));
        var keys = before.Tables.SelectMany(table => Twins.Keys(table, heirs)).ToList();
        Change[] built =
        [
            .. grown.SelectMany(one => Twins.Rest(before[one.Table], heirs)).Concat(keys).Select(twin => twin.Create),
            .. grown.SelectMany(one => one.Requirements(one.New)),
        ];

        return new()
        {
            Expand = [.. open.SelectMany(one => one.Begin(before))],
            Migrate =
            [
                .. grown.Select(one => one.Backfill(before[one.Table])),
                .. grown.Select(one => new VerifyBackfill(one.Backfill(before[one.Table]))),
                .. built,
            ],
            Contract =
            [
                .. grown.Select(one => new VerifyBackfill(one.Backfill(before[one.Table]))),
                // What came to stand on an old column since the rows were brought over has no copy yet.
                .. grown.Exists(one => one.IsGrown(before)) ? built.Where(change => !change.IsMadeIn(before)) : [],
                .. Twins.TakeKeys(keys),
                .. Enumerable.Reverse(grown).SelectMany(one => one.End(before[one.Table], heirs, tombstones)),
            ],
            Purge = [.. all.SelectMany(one => one.Purge(tombstones))],
        };
    }

    /// <summary>All of it at once, where nobody else is there. The old columns stay to the end, so that it can be begun again at any point.</summary>
    public Evolution EvolveAlone(Catalog before)
    {
        var grown = New.Select(column => column with { Name = Naming.Grow(column.Name) }).ToList();
        var heirs = new Heirs((Down, grown) is ([var from], [var to]) ? [(Table, from.Column, to.Name)] : Array.Empty<(QualifiedName, Identifier, Identifier)>());
        var (rest, keys) = (Twins.Rest(before[Table], heirs).ToList(), Twins.Keys(before[Table], heirs).ToList());
        Refuse(before);
        if (New.Any(column => Kept.Of(before[Table], column.Name) is not null))
        {
            // What was kept is better than what is converted, and is brought up to date as it is where two versions run.
            return Evolve(before, Tombstones.None);
        }

        return Evolution.In(Phase.Contract,
        [
            .. grown.Select(column => new AddColumn(Table, DualWrites.Bare(column))),
            new Backfill(Table, [.. Up.Zip(grown, (assignment, column) => assignment with { Column = column.Name })], Where: null, Undo.Nothing),
            .. rest.Concat(keys).Select(twin => twin.Create),
            .. Requirements(grown),
            .. Defaults(grown),
            .. Twins.TakeKeys(keys),
            .. rest.Select(twin => twin.Drop),
            .. Down.Select(assignment => new DropColumn(Table, assignment.Column)),
            .. New.Zip(grown, (column, grownUp) => new RenameColumn(Table, grownUp.Name, column.Name)),
            .. rest.SelectMany(twin => twin.Rename),
        ]);
    }

    // Columns that were kept have the values of all rows that nobody has written since, NULL among them. Once they are back, the name of the dual write tells.
    private bool IsBack(Table table) => table.DualWrites.Contains(KeptSync.Name)
        || (New.All(column => column.IsNullable) && Finals.All(column => Kept.Of(table, column) is not null));

    private DualWrite SyncIn(Table table) => IsBack(table) ? KeptSync : Sync;

    private Backfill Backfill(Table table) => DualWrites.Backfill(Table, SyncIn(table)) with { TakesNull = IsBack(table) };

    private bool IsOver(Catalog before, Tombstones tombstones) =>
        Sync.Old.Any(column => tombstones.Of(before[Table], column) is not null) || HasTakenPlaceIn(before[Table]);

    private bool HasTakenPlaceIn(Table table) => Sync.New.All(column => table.Columns.Contains(column)) && !Sync.Old.Any(column => table.Columns.Contains(column));

    private bool IsGrown(Catalog before) => before[Table].DualWrites.Contains(SyncIn(before[Table]).Name);

    private IEnumerable<Change> Begin(Catalog before) => [.. New.Zip(Finals, (column, final) => Arrive(before[Table], column, final)).SelectMany(changes => changes), new AddDualWrite(Table, SyncIn(before[Table]))];

    private IEnumerable<Change> End(Table table, Heirs heirs, Tombstones tombstones)
    {
        var twins = Twins.Rest(table, heirs).ToList();

        return
        [
            .. KeepsNames ? Remarks(table) : [],
            new DropDualWrite(Table, SyncIn(table).Name),
            .. KeepsNames ? Sync.Old.Zip(New).Where(pair => MoveDefault.HasDefault(pair.Second)).Select(pair => new MoveDefault(Table, pair.First, pair.Second.Name)) : Defaults(New),
            .. twins.Select(twin => twin.Drop),
            .. Sync.Old.Select(column => tombstones.NameOf(column) is { } name ? new EntombColumn(Table, column, name) : (Change)new DropColumn(Table, column)),
            .. New.Zip(Finals).Where(pair => pair.First.Name != pair.Second).Select(pair => new RenameColumn(Table, pair.First.Name, pair.Second)),
            .. twins.SelectMany(twin => twin.Rename),
        ];
    }

    // What was said of the old column since the new one began to grow.
    private IEnumerable<SetComment> Remarks(Table table) => New
        .Where(column => table.Columns.Find(column.Name) is { } grown && grown.Comment != column.Comment)
        .Select(column => new SetComment(Table, column.Name, column.Comment));

    private IEnumerable<Change> Purge(Tombstones tombstones) =>
        Sync.Old.Select(column => tombstones.NameOf(column)).OfType<Identifier>().Select(tombstone => new DropColumn(Table, tombstone));

    // What comes back has a default again only when the other side is gone: until then nobody could tell it from a value that was written.
    private IEnumerable<Change> Arrive(Table table, Column column, Identifier final) => Kept.Of(table, final) is { } tombstone
        ?
        [
            new ExhumeColumn(Table, tombstone.Name, column.Name, IsNullable: true),
            .. tombstone.Default is not null ? [new SetDefault(Table, column.Name, null)] : Array.Empty<Change>(),
        ]
        : [new AddColumn(Table, DualWrites.Bare(column))];

    private IEnumerable<SetNullability> Requirements(IEnumerable<Column> columns) =>
        columns.Where(column => !column.IsNullable).Select(column => new SetNullability(Table, column.Name, IsNullable: false));

    private IEnumerable<Change> Defaults(IEnumerable<Column> columns) =>
        columns.Where(column => column.Default is not null).Select(column => new SetDefault(Table, column.Name, column.Default));

    private void Refuse(Catalog before)
    {
        foreach (var column in before[Table].Named(Sync.Old))
        {
            Refuse(before, column);
        }
    }

    private void Refuse(Catalog before, Column column)
    {
        var table = before[Table];
        IEnumerable<string> keys =
        [
            .. column.Identity is not null ? ["its numbering: it is an identity"] : Array.Empty<string>(),
            .. table.PrimaryKey is { } key && key.Columns.Contains(column.Name) ? [$"primary key {key.Name}"] : Array.Empty<string>(),
            .. before.Tables.SelectMany(other => other.ForeignKeys.Where(foreign => foreign.References == Table && foreign.To.Contains(column.Name)).Select(foreign => $"foreign key {foreign.Name} of {other.Name}")),
        ];
        IEnumerable<string> obstacles =
        [
            .. column.Generated is not null ? ["its expression: it is generated"] : Array.Empty<string>(),
            .. TakesKeys ? [] : keys,
            .. table.Exclusions.Where(exclusion => exclusion.Elements.Any(element => Lexing.SqlLexer.Mentions(element.Expression, column.Name))).Select(exclusion => $"exclusion constraint {exclusion.Name}"),
            .. table.Columns.Where(other => other.Generated is { } generated && Lexing.SqlLexer.Mentions(generated.Expression, column.Name)).Select(other => $"generated column {other.Name}"),
            .. Dependents.Readers(before, Table, column.Name),
        ];
        if (obstacles.ToList() is { Count: > 0 } all)
        {
            throw new CatalogException(
                $"Column {column.Name} of {Table} cannot be replaced while both versions run because of {string.Join(", ", all)}, which would stay with the old column. Drop that first, in a migration before this one, and create it anew afterwards.");
        }
    }
}
