using SchemaEvolve.Catalogs;
using SchemaEvolve.Sqlite.DualWrites;

namespace SchemaEvolve.Sqlite;

/// <summary>An older name of a table, as a view whose triggers pass on what is written to it.</summary>
internal sealed record AliasView(Alias Alias, Table Table)
{
    private readonly TriggerRow _row = new(Table.Name.Name);

    public Sql Drop => $"DROP VIEW {Alias.Name.Name}";

    public IEnumerable<Sql> Create =>
    [
        $"CREATE VIEW {Alias.Name.Name} AS SELECT {Table.Columns.Select(column => column.Name)} FROM {Table.Name.Name}",
        Trigger("insert", $"INSERT INTO {Table.Name.Name} ({Written.Select(column => column.Name)}) VALUES ({Sql.Join(", ", Written.Select(Inserted))})"),
        Trigger("update", $"UPDATE {Table.Name.Name} SET {Sql.Join(", ", Written.Select(column => (Sql)$"{column.Name} = {_row.New(column.Name)}"))} WHERE {Here}"),
        Trigger("delete", $"DELETE FROM {Table.Name.Name} WHERE {Here}"),
    ];

    private IEnumerable<Column> Written => Table.Columns.Where(column => column.Generated is null);

    private Sql Here => Sql.Join(" AND ", Key.Select(column => (Sql)$"{column} IS {_row.Old(column)}"));

    private ValueList<Identifier> Key => Table.PrimaryKey?.Columns
        ?? throw new CatalogException($"Table {Table.Name} has no primary key, by which SQLite could find the rows that are written as {Alias.Name}. Add one: ChangePrimaryKey(…).");

    // A view does not tell NULL from a value that was not given.
    private static Sql Inserted(Column column) => column.Default is { } value
        ? (Sql)$"coalesce(NEW.{column.Name}, {value})"
        : $"NEW.{column.Name}";

    private Sql Trigger(string verb, Sql statement) =>
        $"""
        CREATE TRIGGER {Naming.Derive($"schema_evolve_alias_{verb}", Alias.Name)} INSTEAD OF {Sql.Raw(verb.ToUpperInvariant())} ON {Alias.Name.Name}
        BEGIN
            {statement};
        END
        """;
}
