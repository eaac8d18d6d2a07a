using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Safety;

/// <summary>An index that a plan builds on a table in use, and how much room it takes, about.</summary>
/// <param name="By">What builds it.</param>
/// <param name="Table">The table.</param>
/// <param name="Bytes">How many bytes it takes when it is built.</param>
internal sealed record BuiltIndex(Made By, QualifiedName Table, long Bytes)
{
    // What each entry takes besides its values: a pointer to the row, a header, and the tenth of a page that is left free.
    private const int Overhead = 20;

    /// <summary>All such indexes whose size anybody can tell.</summary>
    public static IEnumerable<BuiltIndex> In(Review review) =>
        from made in review.Changes
        let columns = ColumnsOf(made.Change)
        where columns.Count > 0
        let table = made.Change.Tables[0]
        where review.IsLive(table) && made.Before.Tables.Contains(table)
        let bytes = Estimate(made.Before[table], columns, review.SizeOf(table))
        where bytes is not null
        select new BuiltIndex(made, table, bytes.Value);

    // What an index of another kind, over an expression or over some of the rows takes, nobody can tell.
    private static ValueList<Identifier> ColumnsOf(Change change) => change switch
    {
        CreateIndex { Index: { Method: null or "btree", Condition: null } index } when index.Keys.All(key => key.Column is not null) => [.. index.Columns],
        AddUnique { Unique: var unique } => unique.Columns,
        SetPrimaryKey { Key: { } key } => key.Columns,
        _ => [],
    };

    private static long? Estimate(Table table, ValueList<Identifier> columns, TableSize? size)
    {
        if (size is not { Rows: > 0 and var rows })
        {
            return null;
        }

        long?[] widths = [.. columns.Select(column => table.Columns.Find(column) is { } known ? Width(known.Type) ?? size.Bytes / rows : null)];

        return widths.Contains(null) ? null : rows * (Overhead + widths.Sum());
    }

    // What has no width of its own is no wider than the row.
    private static long? Width(ColumnType type) => type switch
    {
        BooleanType => 1,
        IntegerType { Bits: var bits } => bits / 8,
        FloatType { Bits: var bits } => bits / 8,
        DateType or EnumType => 4,
        TimeType or TimestampType => 8,
        DecimalType => 12,
        GuidType => 16,
        _ => null,
    };
}
