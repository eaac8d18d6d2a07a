using System.Data.Common;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Reads the catalog of a live database.</summary>
public interface IInspector
{
    /// <summary>The schema as it is now, without the journal's own tables.</summary>
    Task<Catalog> ReadAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);

    /// <summary>A text that is another one whenever the schema may have changed. It is cheap to ask.</summary>
    Task<string> ReadVersionAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken);
}
