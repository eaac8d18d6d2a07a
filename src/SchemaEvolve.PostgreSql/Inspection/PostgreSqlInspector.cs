using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

[module: DapperAot]

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>Reads the catalog from <c>pg_catalog</c>, by the queries beside this file, which run in psql as they are.</summary>
/// <param name="journal">The schema of the journal, which is left out.</param>
/// <param name="freeSpace">Tells how many bytes are free on the disk of the server, if anybody can.</param>
internal sealed class PostgreSqlInspector(Identifier journal, Func<CancellationToken, ValueTask<long?>>? freeSpace) : IInspector
{
    private static readonly string Untouched = Query("untouched.sql");
    private static readonly string Tables = Query("tables.sql");
    private static readonly string Constraints = Query("constraints.sql");
    private static readonly string Indexes = Query("indexes.sql");
    private static readonly string Others = Query("others.sql");
    private static readonly string Volatile = Query("volatile.sql");
    private static readonly string Version = Query("version.sql");
    private static readonly string Sizes = Query("sizes.sql");
    private static readonly string Surroundings = Query("surroundings.sql");
    private static readonly string Collation = Query("collation.sql");
    private static readonly string Spelled = Query("spelled.sql");

    private Volatility? _volatility;

    /// <summary>What gives each row another value, as far as is known before a catalog was read: an empty database has no rows.</summary>
    public Volatility Volatility => _volatility ?? new([]);

    public async Task<Catalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        // The queries below fill the caches of a session that has just begun, which costs more than the tables of many a migration.
        if (await connection.ExecuteScalarAsync<bool>(Untouched, cancellationToken, transaction))
        {
            return Catalog.Empty;
        }

        var columns = (await connection.QueryAsync<ColumnRow>(Tables, cancellationToken, transaction)).AsList();
        var constraints = await connection.QueryAsync<ConstraintRow>(Constraints, cancellationToken, transaction);
        var indexes = await connection.QueryAsync<IndexKeyRow>(Indexes, cancellationToken, transaction);
        var others = await connection.QueryAsync<OtherRow>(Others, cancellationToken, transaction);
        _volatility = new((await connection.QueryAsync<VolatileRow>(Volatile, cancellationToken, transaction)).SelectMany(Names));

        return CatalogReader.Read(
            columns.Where(row => row.Schema != journal.Value),
            constraints.ToLookup(row => row.TableId),
            indexes.ToLookup(row => row.TableId),
            [.. others.Where(row => row.Schema != journal.Value && !(row.Kind == OtherKinds.Schema && row.Name == journal.Value))]);
    }

    public async Task<Surroundings> ReadSurroundingsAsync(DbConnection connection, Catalog catalog, CancellationToken cancellationToken)
    {
        var version = ((NpgsqlConnection)connection).PostgreSqlVersion;
        var sizes = await connection.QueryAsync<SizeRow>(Sizes, cancellationToken);
        var others = await connection.QueryAsync<SurroundingRow>(Surroundings, cancellationToken);

        return SurroundingsReader.Read(version, sizes.Where(row => row.Schema != journal.Value), others) with
        {
            IsSortedAnew = version.Major >= 15 && await connection.ExecuteScalarAsync<bool>(Collation, cancellationToken),
            FreeBytes = freeSpace is null ? null : await freeSpace(cancellationToken),
        };
    }

    public async Task<IReadOnlyCollection<Wording>> TellApartAsync(
        DbConnection connection,
        Catalog catalog,
        ValueList<Wording> wordings,
        bool mayAsk,
        CancellationToken cancellationToken)
    {
        var apart = new List<Wording>();
        foreach (var table in mayAsk ? wordings.GroupBy(wording => wording.Table) : [])
        {
            apart.AddRange(await Spelling.TellApartAsync(connection, table.Key is { } name ? catalog[name] : null, [.. table], Spelled, cancellationToken));
        }

        return apart;
    }

    public Task<string> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<string>(Version, cancellationToken, transaction);

    private static IEnumerable<QualifiedName> Names(VolatileRow row) => row.IsVisible ? [row.Name, (row.Schema, row.Name)] : [(row.Schema, row.Name)];

    private static string Query(string name)
    {
        using var stream = typeof(PostgreSqlInspector).Assembly.GetManifestResourceStream(typeof(PostgreSqlInspector), name)!;
        using var reader = new StreamReader(stream);

        return reader.ReadToEnd();
    }
}
