using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    /// <summary>The option of a table that is not crash-safe.</summary>
    public const string Unlogged = "unlogged";

    private ValueList<Statement> Create(Table table)
    {
        if (table.Opaques.FirstOrDefault(opaque => opaque.Kind is Partitions.Parent or Partitions.Child) is { } partition)
        {
            throw new CatalogException($"Table {table.Name} is partitioned ({partition.Definition}), which can only be said by Sql(…).");
        }

        Sql[] lines =
        [
            .. table.Columns.Select(Define),
            .. table.PrimaryKey is { } key ? [(Sql)$"CONSTRAINT {key.Name} PRIMARY KEY ({key.Columns})"] : Array.Empty<Sql>(),
            .. table.Uniques.Select(unique => (Sql)$"CONSTRAINT {unique.Name} {Define(unique)}"),
            .. table.Checks.Select(check => (Sql)$"CONSTRAINT {check.Name} CHECK ({check.Condition})"),
            .. table.Exclusions.Select(exclusion => (Sql)$"CONSTRAINT {exclusion.Name} {Define(exclusion)}"),
            .. table.ForeignKeys.Select(foreign => (Sql)$"CONSTRAINT {foreign.Name} {Define(foreign)}"),
        ];
        var parameters = Parameters(table.Options);
        var creation = Run($"""
            CREATE {Sql.If(table.Options.Contains(Unlogged), $"UNLOGGED ")}TABLE {table.Name} (
                {Sql.Join(",\n", lines)}
            ){Sql.If(parameters.Count > 0, $" WITH ({Sql.Join(", ", parameters)})")}
            """);

        return
        [
            table.ForeignKeys.Select(foreign => foreign.References).Where(other => other != table.Name).Distinct()
                .Aggregate(creation, (statement, other) => statement.Locking(other, TableLock.ShareRowExclusive)),
            .. table.Comment is { } comment ? [Comment(table.Name, null, comment)] : Array.Empty<Statement>(),
            .. table.Columns.Where(column => column.Comment is not null).Select(column => Comment(table.Name, column.Name, column.Comment)),
            .. table.Indexes.Select(index => Run(Define(table.Name, index, isConcurrent: false))),
            .. table.Opaques.Select(opaque => Run(opaque.Definition)),
            .. Start(table, from: null),
        ];
    }

    // The triggers behind its foreign keys stand on the other tables too, and go with it. With more than one of those,
    // the keys go before it, or all the tables would be locked at once.
    private static ValueList<Statement> Drop(Table table, bool isNew)
    {
        Sql drop = $"DROP TABLE {table.Name}";
        var parents = table.ForeignKeys.Where(key => key.References != table.Name).GroupBy(key => key.References).ToList();

        return isNew || parents.Count < 2
            ? [parents.Aggregate(Run(drop), (statement, keys) => statement.Locking(keys.Key, TableLock.AccessExclusive)).Locking(table.Name, TableLock.AccessExclusive)]
            : [.. parents.Select(keys => Drop(table.Name, keys)), RunApart(drop).Locking(table.Name, TableLock.AccessExclusive)];
    }

    private static Statement Drop(QualifiedName table, IGrouping<QualifiedName, ForeignKey> keys) =>
        RunApart($"ALTER TABLE {table} {Sql.Join(", ", keys.Select(key => (Sql)$"DROP CONSTRAINT {key.Name}"))}")
            .Locking(keys.Key, TableLock.AccessExclusive)
            .Locking(table, TableLock.AccessExclusive);

    private static ValueList<Statement> SetOptions(Table before, ValueList<string> options)
    {
        var gone = before.Options.Select(Parameter).Except(options.Select(Parameter)).Where(name => name != Unlogged).ToList();
        var set = Parameters([.. options.Except(before.Options)]);

        return
        [
            .. gone.Count > 0 ? [Set($"RESET ({Sql.Join(", ", gone.Select(Sql.Raw))})")] : Array.Empty<Statement>(),
            .. set.Count > 0 ? [Set($"SET ({Sql.Join(", ", set)})")] : Array.Empty<Statement>(),
            .. before.Options.Contains(Unlogged) == options.Contains(Unlogged)
                ? Array.Empty<Statement>()
                : [Run($"ALTER TABLE {before.Name} SET {Sql.Raw(options.Contains(Unlogged) ? "UNLOGGED" : "LOGGED")}").Rewriting(before.Name)],
        ];

        Statement Set(Sql action) => Run($"ALTER TABLE {before.Name} {action}").Locking(before.Name, TableLock.ShareUpdateExclusive);
    }

    private static Statement Comment(QualifiedName table, Identifier? column, string? comment) => Run(column is { } name
        ? (Sql)$"COMMENT ON COLUMN {table}.{name} IS {Sql.Literal(comment)}"
        : $"COMMENT ON TABLE {table} IS {Sql.Literal(comment)}");

    private static List<Sql> Parameters(ValueList<string> options) => [.. options.Where(option => option != Unlogged).Select(option =>
        option.Contains('=', StringComparison.Ordinal)
            ? Sql.Raw(option)
            : throw new CatalogException($"{option} is no option of a table in PostgreSQL. Write a storage parameter such as \"fillfactor=70\", or \"{Unlogged}\"."))];

    private static string Parameter(string option) => option.Split('=')[0].Trim();
}
