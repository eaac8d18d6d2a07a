namespace SchemaEvolve.PostgreSql;

/// <summary>Tells whether two values are the same, of whatever type they are, with NULL like any other.</summary>
internal static class Comparisons
{
    /// <summary>Whether two values of a type differ.</summary>
    public static Sql Differ(Sql one, Sql other, ColumnType type) => IsComparable(type)
        ? (Sql)$"{one} IS DISTINCT FROM {other}"
        : $"{one}::text IS DISTINCT FROM {other}::text";

    // JSON has no equality, and of other types nobody knows what theirs means.
    private static bool IsComparable(ColumnType type) => type switch
    {
        JsonType or CustomType => false,
        ArrayType array => IsComparable(array.Of),
        _ => true,
    };
}
