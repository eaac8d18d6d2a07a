namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>The row that a trigger fires for, as its statements speak of it.</summary>
/// <param name="Table">The table that the statements are about.</param>
internal sealed record TriggerRow(Identifier Table)
{
    // In a statement about a table called new, NEW.a would be a column of that table. A query from nowhere has only the row.
    private readonly bool _isHidden = SqliteNames.AreSame(Table, "new") || SqliteNames.AreSame(Table, "old");

    /// <summary>A value after the statement that fired the trigger.</summary>
    public Sql New(Identifier column) => Of($"NEW.{column}");

    /// <summary>A value before it.</summary>
    public Sql Old(Identifier column) => Of($"OLD.{column}");

    private Sql Of(Sql value) => _isHidden ? $"(SELECT {value})" : value;
}
