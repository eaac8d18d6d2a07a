using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Inspection;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

/// <summary>The SQL of whatever version and functions the server turns out to have.</summary>
internal sealed class ServerDialect(PostgreSqlConnections connections, PostgreSqlInspector inspector) : IDialect
{
    public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false) =>
        new PostgreSqlDialect(connections.Server, inspector.Volatility).Compile(changes, before, isUnused);
}
