using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    private ValueList<Statement> Create(CreateIndex c, Table before, bool isNew)
    {
        if (isNew)
        {
            return [Run(Define(c.Table, c.Index, isConcurrent: false))];
        }

        return c.Index.IsUnique ? BuildUnique(c.Table, c.Index, before) : Build(c.Table, c.Index, before);
    }

    private static ValueList<Statement> Drop(DropIndex c, Table before, bool isNew)
    {
        if (isNew || !c.IsOnline)
        {
            return [Run($"DROP INDEX {c.Table.Sibling(c.Index)}").Locking(c.Table, TableLock.AccessExclusive)];
        }

        CheckNotPartitioned(before, c.Index);
        return [DropConcurrently(c.Table, c.Index)];
    }

    // An index that is not valid is not used, yet must be kept up to date, and IF NOT EXISTS would take it for done.
    private ValueList<Statement> Build(QualifiedName table, Index index, Table before)
    {
        CheckNotPartitioned(before, index.Name);
        if (server is { Major: 14, Minor: < 4 })
        {
            throw new CatalogException($"PostgreSQL {server} can leave rows out of an index that is built concurrently. Update the server to 14.4 or later.");
        }

        return
        [
            .. before.Indexes.Contains(index.Name) ? [DropConcurrently(table, index.Name)] : Array.Empty<Statement>(),
            (RunAlone(Define(table, index, isConcurrent: true)) with { Healing = $"DROP INDEX CONCURRENTLY IF EXISTS {table.Sibling(index.Name)}" })
                .Scanning(table, TableLock.ShareUpdateExclusive),
        ];
    }

    private ValueList<Statement> BuildUnique(QualifiedName table, Index index, Table before) => before.Indexes.Find(index.Name) is { IsValid: true }
        ? []
        :
        [
            Preflight.Run($"Rows of {table} are to be unique by {index.Name}, but some are there more than once.", Preflight.Duplicates(table, index))
                .Scanning(table, TableLock.AccessShare),
            .. Build(table, index, before),
        ];

    private static Statement DropConcurrently(QualifiedName table, Identifier index) =>
        RunAlone($"DROP INDEX CONCURRENTLY {table.Sibling(index)}").Locking(table, TableLock.ShareUpdateExclusive);

    private Sql Define(QualifiedName table, Index index, bool isConcurrent) =>
        Words(
        [
            $"CREATE {Sql.If(index.IsUnique, $"UNIQUE ")}INDEX {Sql.If(isConcurrent, $"CONCURRENTLY ")}{index.Name}",
            $"ON {table}{Using(index.Method)} ({Sql.Join(", ", index.Keys.Select(Define))})",
            Sql.If(index.Included.Count > 0, $"INCLUDE ({index.Included})"),
            Nulls(index.AreNullsDistinct),
            index.Condition is { } condition ? (Sql)$"WHERE {condition}" : Sql.Empty,
        ]);

    /// <summary>What an index sorts by.</summary>
    public static Sql Define(IndexKey key)
    {
        var subject = key.Column is { } column ? (Sql)$"{column}" : $"({key.Expression ?? Sql.Empty})";
        var operators = key.OperatorClass is { } name ? (Sql)$" {name}" : Sql.Empty;
        var nulls = key.NullsFirst is { } isFirst ? Sql.Raw(isFirst ? " NULLS FIRST" : " NULLS LAST") : Sql.Empty;

        return $"{subject}{Collate(key.Collation)}{operators}{Sql.If(key.IsDescending, $" DESC")}{nulls}";
    }

    /// <summary>The clause that says the kind of an index, if there is one to say.</summary>
    public static Sql Using(string? method) => method is null ? Sql.Empty : (Sql)$" USING {new Identifier(method)}";

    private Sql Nulls(bool areDistinct) => areDistinct || server.Major >= 15
        ? Sql.If(!areDistinct, $"NULLS NOT DISTINCT")
        : throw new CatalogException($"PostgreSQL takes NULLS NOT DISTINCT since version 15; this is {server.Major}. Forbid the second NULL by a unique index with Where(…).");

    private static void CheckNotPartitioned(Table table, Identifier index)
    {
        if (table.Opaques.Any(opaque => opaque.Kind == Partitions.Parent))
        {
            throw new CatalogException(
                $"Table {table.Name} is partitioned, and PostgreSQL cannot create or drop {index} on it while writers go on. "
                + "Create it on each partition, then ON ONLY the table, and attach them by Sql(…).");
        }
    }
}
