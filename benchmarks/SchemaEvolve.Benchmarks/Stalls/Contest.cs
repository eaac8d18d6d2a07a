namespace SchemaEvolve.Benchmarks.Stalls;

/// <summary>A change of a busy table, as one would type it and as a migration asks for it.</summary>
/// <param name="Name">What is done, in the words of the database.</param>
/// <param name="Plain">The statement as one would type it.</param>
/// <param name="Change">The change as a migration asks for it.</param>
internal sealed record Contest(string Name, string Plain, Func<TableBuilder, TableBuilder> Change)
{
    /// <summary>The contests.</summary>
    public static IReadOnlyList<Contest> All { get; } =
    [
        new("ADD COLUMN while a reader holds the table for 5 s", "ALTER TABLE orders ADD COLUMN note text", orders => orders.AddColumn(Column.Text("note")))
        {
            Reader = TimeSpan.FromSeconds(5),
        },
        new("CREATE INDEX", "CREATE INDEX ix_amount ON orders (amount)", orders => orders.AddIndex("amount")),
        new("SET NOT NULL", "ALTER TABLE orders ALTER COLUMN amount SET NOT NULL", orders => orders.RequireColumn("amount")),
        new(
            "ADD FOREIGN KEY",
            "ALTER TABLE orders ADD CONSTRAINT fk_customer FOREIGN KEY (customer) REFERENCES customers",
            orders => orders.AddForeignKey("customer", "customers")),
        new("varchar(20) to text", "ALTER TABLE orders ALTER COLUMN place TYPE text", orders => orders.ChangeType("place", ColumnType.Text())),
        new("integer to bigint", "ALTER TABLE orders ALTER COLUMN amount TYPE bigint", orders => orders.ChangeType("amount", ColumnType.Int64)),
    ];

    /// <summary>For how long somebody else holds the table when the change begins.</summary>
    public TimeSpan Reader { get; init; }
}
