using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    /// <summary>The function that passes on what is written to one side of a mirror.</summary>
    internal static QualifiedName FunctionOf(KeyedColumn side, KeyedColumn other) => side.Table.Sibling(NameOf("se_mirror", side, other));

    // A table is locked before those that refer to it.
    private static ValueList<Statement> Start(Mirror mirror, Catalog before)
    {
        var (parent, child) = before[mirror.From.Table].ForeignKeys.Any(key => key.References == mirror.To.Table)
            ? (mirror.To, mirror.From)
            : (mirror.From, mirror.To);

        return [.. Start(mirror, parent, child, before[parent.Table]), .. Start(mirror, child, parent, before[child.Table])];
    }

    // Whoever writes to one table need not be allowed to write to the other, so the function acts for the owner.
    private static IEnumerable<Statement> Start(Mirror mirror, KeyedColumn side, KeyedColumn other, Table table)
    {
        RefusePartitions(table);
        var function = FunctionOf(side, other);
        var body = new MirrorBody(side, other, table);

        return
        [
            Run($"""
                CREATE FUNCTION {function}() RETURNS trigger
                LANGUAGE plpgsql
                SECURITY DEFINER
                SET search_path FROM CURRENT
                AS {DollarQuotes.Around(body.Text)}
                """),
            Run($"COMMENT ON FUNCTION {function}() IS {Sql.Literal(MirrorNotes.Write(mirror))}"),
            Run($"CREATE TRIGGER {OnInsertOf(side, other)} AFTER INSERT ON {table.Name} FOR EACH ROW EXECUTE FUNCTION {function}()")
                .Locking(table.Name, TableLock.ShareRowExclusive),
            Run($"""
                CREATE TRIGGER {OnUpdateOf(side, other)} AFTER UPDATE ON {table.Name} FOR EACH ROW
                WHEN ({body.Condition})
                EXECUTE FUNCTION {function}()
                """).Locking(table.Name, TableLock.ShareRowExclusive),
        ];
    }

    private static ValueList<Statement> Stop(Mirror mirror) => [.. Stop(mirror.From, mirror.To), .. Stop(mirror.To, mirror.From)];

    private static IEnumerable<Statement> Stop(KeyedColumn side, KeyedColumn other) =>
    [
        Run($"DROP TRIGGER {OnInsertOf(side, other)} ON {side.Table}").Locking(side.Table, TableLock.AccessExclusive),
        Run($"DROP TRIGGER {OnUpdateOf(side, other)} ON {side.Table}").Locking(side.Table, TableLock.AccessExclusive),
        Run($"DROP FUNCTION {FunctionOf(side, other)}()"),
    ];

    private static Identifier OnInsertOf(KeyedColumn side, KeyedColumn other) => NameOf("~se_mirror_insert", side, other);

    private static Identifier OnUpdateOf(KeyedColumn side, KeyedColumn other) => NameOf("~se_mirror_update", side, other);

    private static Identifier NameOf(string prefix, KeyedColumn side, KeyedColumn other) =>
        Naming.Derive(prefix, side.Table, side.Column, other.Table.Name, other.Column);
}
