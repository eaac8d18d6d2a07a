using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>The two triggers that carry out all dual writes of a table.</summary>
/// <remarks>
/// A trigger of SQLite cannot set a value of the row that is being written, so these update it once it is there. Their updates may fire them
/// again, directly or by way of a trigger of the application, whether <c>recursive_triggers</c> is on or off: each statement therefore looks
/// at the row as it is by then, and leaves it alone if it is in step.
/// </remarks>
internal sealed record DualWriteTriggers
{
    private readonly Table _table;
    private readonly TriggerRow _row;
    private readonly ValueList<Identifier> _key;
    private readonly DualWrite? _renumbering;

    public DualWriteTriggers(Table table, Catalog catalog)
    {
        var numbering = Numbering.Of(table, catalog);
        _table = table;
        _row = new(table.Name.Name);
        _key = numbering.RowId is { } rowId ? [rowId] : table.PrimaryKey?.Columns ?? [];
        _renumbering = numbering.RenamingIn(table);
    }

    public static Identifier OnInsertOf(QualifiedName table) => Naming.Derive("schema_evolve_inserted", table);

    public static Identifier OnUpdateOf(QualifiedName table) => Naming.Derive("schema_evolve_updated", table);

    private Identifier Name => _table.Name.Name;

    private IEnumerable<DualWrite> Fills => _table.DualWrites.Where(sync => sync is { Down.Count: 0, FillsNewRowsOnly: false });

    private IEnumerable<DualWrite> Forward => _table.DualWrites;

    // All that comes behind it finds the row by the number that it has then.
    private IEnumerable<DualWrite> Backward => _table.DualWrites.Where(sync => sync.Down.Count > 0).Reverse().OrderBy(sync => sync != _renumbering);

    /// <summary>Brings a new row in step: backward from the newest form that it brings, then forward.</summary>
    public Sql OnInsert =>
        $"""
        CREATE TRIGGER {OnInsertOf(_table.Name)} AFTER INSERT ON {Name}
        BEGIN
            {Body(
            [
                .. Backward.Select(sync => Set(sync.Down, sync, sync == _renumbering ? Given : Inserted, when: $"NOT ({AreNull(_table.NewerThan(sync))})")),
                .. _renumbering is { Down: [{ Column: var number }], Up: [{ Column: var shadow }] } ? [RefuseNumber(number, shadow)] : Array.Empty<Sql>(),
                // Old values that a missing new one would come back as say nothing about whether it is to be missing.
                .. Forward.Select(sync => Set(sync.Up, [sync.Up], Inserted, when: AreNull(_table.NewerThan(sync)))),
                .. _table.Loosened.Select(column => Refuse(column, Inserted, when: Sql.Empty)),
            ])}
        END
        """;

    /// <summary>Brings a row in step with whichever form a statement has changed. Other updates do not enter it.</summary>
    public Sql OnUpdate =>
        $"""
        CREATE TRIGGER {OnUpdateOf(_table.Name)} AFTER UPDATE {Sql.If(!Fills.Any(), $"OF {_table.Assigned} ")}ON {Name}
        WHEN {Sql.Join(" OR ", [
            .. _table.Assigned.Select(column => (Sql)$"NEW.{column} COLLATE BINARY IS NOT OLD.{column}"),
            .. Fills.Select(fill => (Sql)$"({Sql.Join(" AND ", fill.New.Select(column => (Sql)$"NEW.{column} IS NULL"))})"),
        ])}
        BEGIN
            {Body(
            [
                // What only asks what the statement wrote is asked before the row is looked for.
                .. Backward.Select(sync => Set(sync.Down, sync, $"({WasChanged(_table.NewerThan(sync))}) AND {(sync == _renumbering ? Given : Updated)}", when: HasChanged(_table.NewerThan(sync)))),
                .. Forward.Where(sync => !sync.FillsNewRowsOnly).Select(sync => sync.Down.Count == 0
                    ? Set(sync.Up, sync, Updated, when: AreNull(sync.New))
                    : Set(
                        sync.Up,
                        sync,
                        $"({WasChanged(OlderThan(sync))}) AND NOT ({WasChanged(_table.NewerThan(sync))}) AND {Updated}",
                        when: $"({HasChanged(sync.Old)}) AND NOT ({HasChanged(_table.NewerThan(sync))})")),
                // Here a trigger of the application has changed what was just written, and was not heard: this one was running.
                .. Backward.Select(sync => Set(sync.Down, sync, Updated, when: $"({HasChanged(sync.New)}) AND (NOT ({WasChanged(_table.NewerThan(sync))}) OR {HasMoved(sync.New)})")),
                .. Forward.Where(sync => sync.Down.Count > 0).Select(sync => Set(sync.Up, sync, Updated, when: $"({HasChanged(sync.Old)}) AND ({WasChanged(_table.NewerThan(sync))} OR {HasMoved(sync.Old)})")),
                .. _table.Loosened.Select(column => Refuse(column, Updated, when: $" AND {_row.Old(column.Name)} IS NOT NULL")),
            ])}
        END
        """;

    // The old columns of a dual write, and those that earlier ones make them of.
    private List<Identifier> OlderThan(DualWrite sync) => _table.DualWrites
        .TakeWhile(other => other != sync)
        .Reverse()
        .Aggregate(sync.Old.ToList(), (older, earlier) => earlier.New.Any(older.Contains) ? [.. older, .. earlier.Old] : older);

    // SQLite takes no trigger that does nothing.
    private static Sql Body(IEnumerable<Sql> statements) => Sql.Join("\n", statements.DefaultIfEmpty((Sql)$"SELECT NULL").Select(statement => (Sql)$"{statement};"));

    // CASE keeps the order: a conversion that raises is not asked where nothing has to be converted.
    private Sql Set(ValueList<Assignment> assignments, DualWrite sync, Sql here, Sql when) => Set(assignments, Ways(sync), here, when);

    private Sql Set(ValueList<Assignment> assignments, IEnumerable<ValueList<Assignment>> ways, Sql here, Sql when) =>
        $"""
        UPDATE {Name} SET {Assignments.Set(assignments, _table, isTrigger: true)}
        WHERE {here} AND CASE WHEN {when} THEN NOT ({Sql.Join(") AND NOT (", ways.Select(way => Assignments.AreMade(way, _table, isTrigger: true)))}) END
        """;

    private static IEnumerable<ValueList<Assignment>> Ways(DualWrite sync) => sync.Down.Count == 0 ? [sync.Up] : [sync.Up, sync.Down];

    private Sql Refuse(Column column, Sql here, Sql when) =>
        $"SELECT RAISE(ABORT, {Sql.Literal($"NOT NULL constraint failed: {Name}.{column.Name}")}) FROM {Name} WHERE {here} AND {column.Name} IS NULL{when}";

    // Under OR IGNORE, a number that another row has is passed over, and the row would be there under two.
    private Sql RefuseNumber(Identifier number, Identifier shadow) =>
        $"SELECT RAISE(ABORT, {Sql.Literal($"UNIQUE constraint failed: {Name}.{number}")}) FROM {Name} WHERE {Given} AND {shadow} IS NOT NULL AND {shadow} IS NOT {number}";

    // By now, by the statement itself, and since the statement.
    private Sql HasChanged(IEnumerable<Identifier> columns) =>
        Sql.Join(" OR ", columns.Select(column => (Sql)$"{column} COLLATE BINARY IS NOT {_row.Old(column)}"));

    private Sql WasChanged(IEnumerable<Identifier> columns) =>
        Sql.Join(" OR ", columns.Select(column => (Sql)$"{_row.New(column)} COLLATE BINARY IS NOT {_row.Old(column)}"));

    private Sql HasMoved(IEnumerable<Identifier> columns) =>
        Sql.Join(" OR ", columns.Select(column => (Sql)$"{column} COLLATE BINARY IS NOT {_row.New(column)}"));

    private static Sql AreNull(IEnumerable<Identifier> columns) => Sql.Join(" AND ", columns.Select(column => (Sql)$"{column} IS NULL"));

    // Where the row was when the trigger fired, and where it is once its new number has been taken over.
    private Sql Given => Here(_row.New);

    private Sql Inserted => Here(column => _renumbering is { Up: [{ Column: var shadow }] } ? $"coalesce({_row.New(shadow)}, {_row.New(column)})" : _row.New(column));

    private Sql Updated => Here(column => _renumbering is { Up: [{ Column: var shadow }] }
        ? $"CASE WHEN {WasChanged([shadow])} THEN {_row.New(shadow)} ELSE {_row.New(column)} END"
        : _row.New(column));

    private Sql Here(Func<Identifier, Sql> value) => Sql.Join(" AND ", _key.Select(column => (Sql)$"{column} IS {value(column)}"));
}
