using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>Queries for the rows that a rule would trip over, so that it fails before it locks anything, and says which rows.</summary>
internal static class Preflight
{
    // One more than are shown, so that the message can say that there are more.
    private static readonly Sql Some = $"LIMIT 6";

    /// <summary>Runs the query in no transaction, so that it holds no lock when the rule takes its own.</summary>
    public static Statement Run(string rule, Sql offenders) => Statement.MustBeEmpty(rule, offenders) with { IsTransactional = false };

    /// <summary>Any row.</summary>
    public static Sql AnyRow(Table table) => $"SELECT {Key(table)} FROM {table.Name} LIMIT 1";

    /// <summary>Rows that meet a condition.</summary>
    public static Sql Rows(Table table, Sql condition) => $"SELECT {Key(table)} FROM {table.Name} WHERE {condition} {Some}";

    /// <summary>Rows without a value in a column.</summary>
    public static Sql Nulls(Table table, Identifier column) => $"SELECT {Key(table)} FROM {table.Name} WHERE {column} IS NULL {Some}";

    /// <summary>Rows that break a check. As in the check itself, unknown counts as kept.</summary>
    public static Sql Breaking(Table table, Check check) => $"SELECT {Key(table)} FROM {table.Name} WHERE NOT ({check.Condition}) {Some}";

    /// <summary>Rows that refer to none.</summary>
    public static Sql Orphans(Table table, ForeignKey key) =>
        $"""
        SELECT {Sql.Join(", ", Shown(table).Union(key.Columns).Select(column => (Sql)$"child.{column}"))}
        FROM {table.Name} AS child
        WHERE {Sql.Join(" AND ", key.Columns.Select(column => (Sql)$"child.{column} IS NOT NULL"))}
            AND NOT EXISTS (SELECT FROM {key.References} AS parent WHERE {Sql.Join(" AND ", key.Columns.Zip(key.To, (from, to) => (Sql)$"parent.{to} = child.{from}"))})
        {Some}
        """;

    /// <summary>Keys that are there more than once, and how often.</summary>
    public static Sql Duplicates(QualifiedName table, Index index)
    {
        var keys = index.Keys.Select(key => key.Column is { } column ? (Sql)$"{column}" : $"({key.Expression ?? Sql.Empty})").ToList();
        Sql[] conditions =
        [
            .. index.Condition is { } condition ? [(Sql)$"({condition})"] : Array.Empty<Sql>(),
            .. index.AreNullsDistinct ? keys.Select(key => (Sql)$"{key} IS NOT NULL") : [],
        ];

        return $"""
            SELECT {Sql.Join(", ", keys)}, count(*) AS times
            FROM {table}{Sql.If(conditions.Length > 0, $"\nWHERE {Sql.Join(" AND ", conditions)}")}
            GROUP BY {Sql.Join(", ", keys)}
            HAVING count(*) > 1
            {Some}
            """;
    }

    private static Sql Key(Table table) => Shown(table) is { Length: > 0 } columns ? (Sql)$"{columns}" : $"ctid";

    private static Identifier[] Shown(Table table) => [.. table.PrimaryKey?.Columns ?? []];
}
