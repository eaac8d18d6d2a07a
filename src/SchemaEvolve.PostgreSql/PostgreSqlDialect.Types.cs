using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    // A value that is added to a type others know cannot be used before it is committed (55P04), so no step waits behind it.
    private static Statement Add(AddEnumValue c, bool isNew)
    {
        var place = c.Before is { } next ? (Sql)$" BEFORE {Sql.Literal(next)}" : Sql.Empty;

        return Run($"ALTER TYPE {c.Enum} ADD VALUE {Sql.Literal(c.Value)}{place}") with { IsTransactional = isNew };
    }

    private static ValueList<Statement> ChangeType(ChangeColumnType c, Catalog before)
    {
        var column = before[c.Table].Columns[c.Column];
        if (before[c.Table].Columns.FirstOrDefault(other => other.Generated is { } generated && SqlLexer.Mentions(generated.Expression, c.Column)) is { } computed)
        {
            throw new CatalogException($"Column {computed.Name} of {c.Table} is computed from {c.Column}, and PostgreSQL changes no type under it. Drop it first, and add it again afterwards.");
        }

        var isCatalogOnly = c.Using.IsNone && PostgreSqlTypes.IsCatalogOnly(column.Type, c.Type);
        var value = c.Using.Of(column.Type is EnumType ? (Sql)$"{c.Column}::text" : $"{c.Column}");
        var conversion = isCatalogOnly ? Sql.Empty : (Sql)$" USING ({value})::{PostgreSqlTypes.Say(c.Type)}";
        Sql action = $"ALTER COLUMN {c.Column} TYPE {PostgreSqlTypes.Say(c.Type)}{Collate(column.Collation)}{conversion}";

        // A default is not converted along, so it is taken off and put on again (42804).
        var alteration = Run(column.Default is { } standard && !isCatalogOnly
            ? (Sql)$"""
              ALTER TABLE {c.Table}
                  ALTER COLUMN {c.Column} DROP DEFAULT,
                  {action},
                  ALTER COLUMN {c.Column} SET DEFAULT {standard}
              """
            : $"ALTER TABLE {c.Table} {action}");

        return UnderViews(before, c.Table, c.Column, [.. InUtc(column.Type), Costing(alteration, before, c, isCatalogOnly), .. Count(c.Table, column, column with { Type = c.Type })]);
    }

    // Checks of the column are checked again, and foreign keys to and from it are made again.
    private static Statement Costing(Statement alteration, Catalog before, ChangeColumnType c, bool isCatalogOnly)
    {
        var table = before[c.Table];
        var parents = table.ForeignKeys.Where(key => key.Columns.Contains(c.Column)).Select(key => key.References);
        var children = before.Tables
            .Where(other => other.ForeignKeys.Any(key => key.References == c.Table && key.To.Contains(c.Column)))
            .Select(other => other.Name);
        var locking = parents.Concat(children).Where(other => other != c.Table).Distinct().Aggregate(alteration, (statement, other) => isCatalogOnly
            ? statement.Locking(other, TableLock.AccessExclusive)
            : statement.Scanning(other, TableLock.AccessExclusive));

        return isCatalogOnly switch
        {
            false => locking.Rewriting(c.Table),
            true when table.Checks.Any(check => SqlLexer.Mentions(check.Condition, c.Column)) => locking.Scanning(c.Table, TableLock.AccessExclusive),
            true => locking.Locking(c.Table, TableLock.AccessExclusive),
        };
    }

    // A timestamp becomes an instant, or the other way, without a rewrite if the session's zone is UTC; in any other it would also be shifted.
    private static IEnumerable<Statement> InUtc(ColumnType from) => from is TimestampType ? [Run($"SET LOCAL TimeZone = 'UTC'")] : [];

    private static ValueList<Statement> Collate(SetCollation c, Catalog before)
    {
        var table = before[c.Table];
        var alteration = Run($"ALTER TABLE {c.Table} ALTER COLUMN {c.Column} TYPE {PostgreSqlTypes.Say(table.Columns[c.Column].Type)}{Collate(c.Collation)}");

        return UnderViews(before, c.Table, c.Column, [IsIndexed(table, c.Column)
            ? alteration.Scanning(c.Table, TableLock.AccessExclusive)
            : alteration.Locking(c.Table, TableLock.AccessExclusive)]);
    }

    private static bool IsIndexed(Table table, Identifier column) =>
        table.PrimaryKey?.Columns.Contains(column) is true
        || table.Uniques.Any(unique => unique.Columns.Contains(column))
        || table.Exclusions.Any(exclusion => exclusion.Elements.Any(element => SqlLexer.Mentions(element.Expression, column)))
        || table.Indexes.Any(index => index.Columns.Contains(column) || index.Keys.Any(key => key.Expression is { } expression && SqlLexer.Mentions(expression, column)));

    // PostgreSQL changes no type under a view, so those that read the column step aside and come back as they were.
    private static ValueList<Statement> UnderViews(Catalog before, QualifiedName table, Identifier column, ValueList<Statement> statements)
    {
        var views = Views.Reading(before, table, column);
        if (views.FirstOrDefault(view => view.Kind != Views.Plain) is { } stored)
        {
            throw new CatalogException($"The {stored.Kind} {stored.Name} reads {table}.{column}, and PostgreSQL changes no type under it. Drop it by Sql(…) before, and create it again afterwards.");
        }

        return
        [
            .. Enumerable.Reverse(views).Select(view => Run($"DROP VIEW {view.Name}")),
            .. statements,
            .. views.Select(view => Run(view.Definition)),
        ];
    }
}
