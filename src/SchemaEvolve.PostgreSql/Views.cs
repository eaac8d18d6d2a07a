using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>Finds the views that read a column, by the words of their definitions: rather one too many than one too few.</summary>
internal static class Views
{
    /// <summary>A view that is computed when it is read.</summary>
    public const string Plain = "view";

    /// <summary>A view that keeps its rows.</summary>
    public const string Materialized = "materialized view";

    /// <summary>The views that read the column, and those that read these, each after all that it reads.</summary>
    public static IReadOnlyList<Opaque> Reading(Catalog catalog, QualifiedName table, Identifier column)
    {
        // The inspector lists views in the order in which they were made, and a view reads what was there before.
        var views = catalog.Opaques.Where(opaque => opaque.Kind is Plain or Materialized).ToList();
        var found = new List<Opaque>();
        foreach (var view in views)
        {
            if ((Mentions(view, table.Name) && Mentions(view, column)) || found.Exists(other => Mentions(view, other.Name.Name)))
            {
                found.Add(view);
            }
        }

        return found;
    }

    private static bool Mentions(Opaque view, Identifier name) => SqlLexer.Mentions(view.Definition, name);
}
