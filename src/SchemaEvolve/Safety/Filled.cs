using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Safety;

/// <summary>A table in use whose rows are brought up to date.</summary>
/// <param name="By">What asks for it.</param>
/// <param name="Table">The table.</param>
internal sealed record Filled(Request By, Table Table)
{
    /// <summary>All such tables, by each request once.</summary>
    public static IEnumerable<Filled> In(Review review) => review.Requests.SelectMany(request => Fills(request)
        .Where(table => review.IsLive(table) && request.Before.Tables.Contains(table))
        .Distinct()
        .Select(table => new Filled(request, request.Before[table])));

    private static List<QualifiedName> Fills(Request request)
    {
        try
        {
            return
            [
                .. request.Operation.Evolve(request.Before, Tombstones.None).Migrate
                    .Where(change => change is Backfill or BackfillByCode or UpdateRows)
                    .SelectMany(change => change.Tables),
            ];
        }
        catch (CatalogException)
        {
            return [];
        }
    }
}
