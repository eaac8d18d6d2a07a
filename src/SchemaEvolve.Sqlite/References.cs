using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite;

/// <summary>Looks whether foreign keys hold that were off while tables were copied. Rows that broke them before may go on doing so.</summary>
/// <param name="Tables">The tables whose foreign keys may have been touched.</param>
internal sealed record References(ValueList<QualifiedName> Tables)
{
    private static readonly Identifier Baseline = "_se_broken_before";

    /// <summary>The tables that are copied and refer to others, and those that refer to them.</summary>
    public static References Of(IReadOnlyCollection<QualifiedName> copied, Catalog before, Catalog after) => new(
    [
        .. after.Tables
            .Where(table => before.Tables.Contains(table.Name))
            .Where(table => table.ForeignKeys.Any(key => copied.Contains(table.Name) || copied.Contains(key.References)))
            .Select(table => table.Name),
    ]);

    public IEnumerable<Statement> Before() => Tables.Count == 0 ? [] :
    [
        Run(
            $"""
            CREATE TEMP TABLE {Baseline} AS
            {Broken()}
            """),
    ];

    public IEnumerable<Statement> After() => Tables.Count == 0 ? [] :
    [
        MustBeEmpty(
            "Every row refers to a row that exists.",
            $"""
            SELECT now.child, now.id, now.parent
            FROM (
            {Broken()}
            ) now
            LEFT JOIN temp.{Baseline} old ON old.child = now.child AND old.id IS now.id AND old.parent = now.parent
            WHERE now.times > coalesce(old.times, 0)
            """),
        Run($"DROP TABLE temp.{Baseline}"),
    ];

    private Sql Broken() =>
        $"""
        SELECT child, id, parent, count(*) AS times
        FROM ({Sql.Join(" UNION ALL ", Tables.Select(Broken))})
        GROUP BY child, id, parent
        """;

    private static Sql Broken(QualifiedName table) =>
        $"""SELECT "table" AS child, "rowid" AS id, "parent" AS parent FROM pragma_foreign_key_check({Sql.Literal(table.Name.Value)})""";
}
