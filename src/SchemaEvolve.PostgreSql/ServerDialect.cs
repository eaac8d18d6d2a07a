using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>The SQL of whatever version the server turns out to have.</summary>
internal sealed class ServerDialect(PostgreSqlConnections connections) : IDialect
{
    public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false) =>
        new PostgreSqlDialect(connections.Server).Compile(changes, before, isUnused);
}
