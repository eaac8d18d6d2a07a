using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>The views and triggers that use a table.</summary>
/// <remarks>
/// SQLite drops a column although a trigger writes to it, and the next insert of the application fails.
/// Whatever uses a table that has lost something is therefore compiled once more, in the same transaction.
/// </remarks>
internal static class Dependants
{
    /// <summary>Statements that touch no row, and fail if a view or a trigger does not find what it needs.</summary>
    public static IEnumerable<Statement> Compile(IEnumerable<QualifiedName> tables, Catalog catalog)
    {
        var affected = tables.Select(table => table.Name).ToHashSet();
        if (affected.Count == 0)
        {
            return [];
        }

        var views = Views(affected, catalog).ToList();
        affected.UnionWith(views.Select(view => view.Name.Name));

        return
        [
            .. views.Select(view => Statement.Run($"EXPLAIN SELECT * FROM {view.Name.Name}")),
            .. catalog.Tables
                .Where(table => table.Opaques.Count + table.DualWrites.Count > 0 || catalog.Mirrors.Any(mirror => mirror.In(table.Name) is not null))
                .Where(table => affected.Contains(table.Name.Name)
                    || table.Opaques.Any(trigger => Uses(trigger, affected))
                    || table.DualWrites.Any(sync => affected.Any(sync.Mentions)))
                .SelectMany(Fire),
        ];
    }

    // A view of a view uses the table as well.
    private static IEnumerable<Opaque> Views(IEnumerable<Identifier> tables, Catalog catalog)
    {
        var affected = tables.ToHashSet();
        var views = catalog.Opaques.Where(opaque => opaque.Kind == "view").ToList();
        while (views.FirstOrDefault(view => Uses(view, affected)) is { } view)
        {
            views.Remove(view);
            affected.Add(view.Name.Name);
            yield return view;
        }
    }

    private static bool Uses(Opaque opaque, IEnumerable<Identifier> names) =>
        opaque.Definition.IsEmpty || names.Any(name => SqlLexer.Mentions(opaque.Definition, name));

    private static IEnumerable<Statement> Fire(Table table)
    {
        var set = table.Columns.Where(column => column.Generated is null).Select(column => (Sql)$"{column.Name} = {column.Name}");

        return
        [
            Statement.Run($"EXPLAIN INSERT INTO {table.Name.Name} DEFAULT VALUES"),
            Statement.Run($"EXPLAIN UPDATE {table.Name.Name} SET {Sql.Join(", ", set)}"),
            Statement.Run($"EXPLAIN DELETE FROM {table.Name.Name}"),
        ];
    }
}
