using System.Data.Common;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Reads of a database only the schema that a test has for itself.</summary>
internal sealed class OwnSchema(IInspector whole) : IInspector
{
    public async Task<Catalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var catalog = await whole.ReadAsync(connection, transaction, cancellationToken);

        return catalog with
        {
            Tables = Own(catalog.Tables),
            Enums = Own(catalog.Enums),
            Sequences = Own(catalog.Sequences),
            Aliases = Own(catalog.Aliases),
            Opaques = Own(catalog.Opaques),
        };
    }

    public Task<Surroundings> ReadSurroundingsAsync(DbConnection connection, Catalog catalog, CancellationToken cancellationToken) =>
        whole.ReadSurroundingsAsync(connection, catalog, cancellationToken);

    public Task<IReadOnlyCollection<Wording>> TellApartAsync(
        DbConnection connection,
        Catalog catalog,
        ValueList<Wording> wordings,
        bool mayAsk,
        CancellationToken cancellationToken) => whole.TellApartAsync(connection, catalog, wordings, mayAsk, cancellationToken);

    public Task<string> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        whole.ReadVersionAsync(connection, transaction, cancellationToken);

    private static NamedList<T> Own<T>(NamedList<T> things)
        where T : INamed => [.. things.Where(thing => thing.Name.Schema is null)];
}
