using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Safety;

/// <summary>Whether an operation would be done in stages where it is not done in place.</summary>
/// <param name="IsStaged">Whether anything of it comes after the expansion.</param>
internal sealed record Staging(bool IsStaged)
{
    /// <summary>The staging of a request, or <see langword="null"/> if nobody can tell, because of raw SQL before it or because it does not fit.</summary>
    public static Staging? Of(Request request)
    {
        try
        {
            return new(request.Operation.Evolve(request.Before, Tombstones.None) is not { Migrate.Count: 0, Contract.Count: 0 });
        }
        catch (CatalogException)
        {
            return null;
        }
    }
}
