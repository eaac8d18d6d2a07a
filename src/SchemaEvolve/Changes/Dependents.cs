using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Changes;

/// <summary>Finds what would go, or break, with a thing that is dropped.</summary>
internal static class Dependents
{
    public static IEnumerable<string> OfColumn(Catalog catalog, QualifiedName table, Identifier column)
    {
        var owner = catalog[table];
        IEnumerable<string> own =
        [
            .. owner.PrimaryKey?.Columns.Contains(column) is true ? [$"primary key {owner.PrimaryKey.Name}"] : Array.Empty<string>(),
            .. owner.Uniques.Where(unique => unique.Columns.Contains(column)).Select(unique => $"unique constraint {unique.Name}"),
            .. owner.Checks.Where(check => SqlLexer.Mentions(check.Condition, column)).Select(check => $"check {check.Name}"),
            .. owner.Exclusions
                .Where(exclusion => exclusion.Elements.Any(element => SqlLexer.Mentions(element.Expression, column)))
                .Select(exclusion => $"exclusion constraint {exclusion.Name}"),
            .. owner.ForeignKeys.Where(key => key.Columns.Contains(column)).Select(key => $"foreign key {key.Name}"),
            .. owner.Indexes.Where(index => Uses(index, column)).Select(index => $"index {index.Name}"),
            .. owner.Columns
                .Where(other => other.Generated is { } generated && SqlLexer.Mentions(generated.Expression, column))
                .Select(other => $"generated column {other.Name}"),
            .. owner.DualWrites.Where(sync => sync.Mentions(column)).Select(sync => $"dual write {sync.Name}"),
        ];

        return own.Concat(catalog.Tables.SelectMany(other => other.ForeignKeys
            .Where(key => key.References == table && key.To.Contains(column))
            .Select(key => $"foreign key {key.Name} of {other.Name}")));
    }

    private static bool Uses(Index index, Identifier column) =>
        index.Columns.Contains(column)
        || (index.Condition is { } condition && SqlLexer.Mentions(condition, column))
        || index.Keys.Any(key => key.Expression is { } expression && SqlLexer.Mentions(expression, column));
}
