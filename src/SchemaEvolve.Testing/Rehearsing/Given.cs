using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Finds the columns whose values a database gives by itself, another one for each row that is written, and those that refer to them.</summary>
internal static class Given
{
    public static HashSet<(QualifiedName Table, Identifier Column)> In(Catalog catalog)
    {
        var given = catalog.Tables
            .SelectMany(table => table.Columns.Where(column => column.Identity is not null || IsComputed(column.Default)).Select(column => (table.Name, column.Name)))
            .ToHashSet();
        var references = catalog.Tables
            .SelectMany(table => table.ForeignKeys.SelectMany(key => key.Columns.Zip(key.To, (own, other) => (Own: (table.Name, own), Other: (key.References, other)))))
            .ToList();
        while (references.RemoveAll(reference => given.Contains(reference.Other) && given.Add(reference.Own)) > 0)
        {
            // What refers to a reference is found in the next round.
        }

        return given;
    }

    // A constant is one token, or two with a sign.
    private static bool IsComputed(Sql? value) => value is not null
        && SqlLexer.Read($"{value}", engine: "").Any(token => token.Is("(") || token.Value.StartsWith("CURRENT_", StringComparison.OrdinalIgnoreCase));
}
