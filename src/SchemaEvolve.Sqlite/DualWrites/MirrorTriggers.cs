using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>The two triggers that pass on what is written to one side of a mirror.</summary>
/// <remarks>
/// Their updates fire the triggers of the other side, which find nothing left to do. Another trigger may have written to the row since,
/// so the row is asked, and not what the statement made of it.
/// </remarks>
internal sealed record MirrorTriggers
{
    private readonly KeyedColumn _side;
    private readonly KeyedColumn _other;
    private readonly Column _column;
    private readonly TriggerRow _row;
    private readonly TriggerRow _theirs;

    public MirrorTriggers(KeyedColumn side, KeyedColumn other, Table table)
    {
        (_side, _other, _column) = (side, other, table.Columns[side.Column]);
        (_row, _theirs) = (new(side.Table.Name), new(other.Table.Name));
    }

    public static Identifier OnInsertOf(KeyedColumn side, KeyedColumn other) => NameOf("schema_evolve_mirror_inserted", side, other);

    public static Identifier OnUpdateOf(KeyedColumn side, KeyedColumn other) => NameOf("schema_evolve_mirror_updated", side, other);

    /// <summary>Lets a new row take over what its partner has, unless it brings a value, and then the partner what it has itself.</summary>
    public Sql OnInsert =>
        $"""
        CREATE TRIGGER {OnInsertOf(_side, _other)} AFTER INSERT ON {_side.Table.Name}
        BEGIN
            {Take(when: _column.Default is { } value ? (Sql)$"({_side.Column} IS NULL OR {_side.Column} COLLATE BINARY IS +({value}))" : $"{_side.Column} IS NULL")};
            {Give} AND {Ours} IS NOT NULL;
        END
        """;

    /// <summary>Passes a changed value on, and lets a row whose key was changed take over what its new partner has. Other updates do not enter it.</summary>
    public Sql OnUpdate =>
        $"""
        CREATE TRIGGER {OnUpdateOf(_side, _other)} AFTER UPDATE OF {_side.Key.Prepend(_side.Column)} ON {_side.Table.Name}
        WHEN {Sql.Join(" OR ", _side.Key.Prepend(_side.Column).Select(column => (Sql)$"NEW.{column} COLLATE BINARY IS NOT OLD.{column}"))}
        BEGIN
            {Take(when: $"{_side.Column} COLLATE BINARY IS {_row.Old(_side.Column)} AND ({Sql.Join(" OR ", _side.Key.Select(column => (Sql)$"{_row.New(column)} COLLATE BINARY IS NOT {_row.Old(column)}"))})")};
            {Give};
        END
        """;

    private Sql Take(Sql when) =>
        $"""
        UPDATE {_side.Table.Name} SET {_side.Column} = {Theirs}
        WHERE {Here} AND {when} AND {Theirs} IS NOT NULL AND {_side.Column} COLLATE BINARY IS NOT {Theirs}
        """;

    private Sql Give =>
        $"""
        UPDATE {_other.Table.Name} SET {_other.Column} = {Ours}
        WHERE {There} AND {_other.Column} COLLATE BINARY IS NOT {Ours}
        """;

    private Sql Ours => $"(SELECT {_side.Column} FROM {_side.Table.Name} WHERE {Here})";

    private Sql Theirs => $"(SELECT {_other.Column} FROM {_other.Table.Name} WHERE {There})";

    private Sql Here => Sql.Join(" AND ", _side.Key.Select(column => (Sql)$"{column} = {_row.New(column)}"));

    private Sql There => Sql.Join(" AND ", _other.Key.Zip(_side.Key, (theirs, ours) => (Sql)$"{theirs} = {_theirs.New(ours)}"));

    private static Identifier NameOf(string prefix, KeyedColumn side, KeyedColumn other) =>
        Naming.Derive(prefix, side.Table, side.Column, other.Table.Name, other.Column);
}
