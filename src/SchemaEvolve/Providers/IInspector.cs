using System.Data.Common;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Reads the catalog of a live database.</summary>
public interface IInspector
{
    /// <summary>The schema of an empty database.</summary>
    Catalog Nothing => Catalog.Empty;

    /// <summary>The schema as it is now, without the journal's own tables.</summary>
    Task<Catalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>How the database is doing, besides its schema. Nothing is scanned for it, and no lock is waited for.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="catalog">The schema as it is now.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<Surroundings> ReadSurroundingsAsync(DbConnection connection, Catalog catalog, CancellationToken cancellationToken);

    /// <summary>Those of some wordings that do not say the same, as far as the database can tell for certain. Nothing is written that stays, and no lock is waited for.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="catalog">The schema as it is now.</param>
    /// <param name="wordings">The wordings, each of which differs by more than white space and the like.</param>
    /// <param name="mayAsk">Whether the database may be made to work for it.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    Task<IReadOnlyCollection<Wording>> TellApartAsync(
        DbConnection connection,
        Catalog catalog,
        ValueList<Wording> wordings,
        bool mayAsk,
        CancellationToken cancellationToken);

    /// <summary>A text that is another one whenever the schema may have changed. It is cheap to ask.</summary>
    Task<string> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);
}
