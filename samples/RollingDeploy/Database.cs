using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using RollingDeploy.Migrations;
using SchemaEvolve;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

namespace RollingDeploy;

/// <summary>The database that all instances share.</summary>
internal sealed record Database(string Provider, string Connection)
{
    private const string Journal = "rolling_deploy";

    private bool IsPostgreSql => Provider == "postgresql";

    /// <summary>A migrator of the given version of the application.</summary>
    public Migrator Migrator(int version, IProgress<MigrationProgress>? progress = null)
    {
        Migration[] migrations = version == 1 ? [new OpenShop()] : [new OpenShop(), new Modernise()];
        var provider = IsPostgreSql
            ? PostgreSqlProvider.Create(Connection, new() { JournalSchema = Journal })
            : SqliteProvider.Create(Connection);

        return new(provider, MigrationSet.Of(migrations), new() { Contract = ContractPolicy.Manually, AppVersion = $"{version}", Progress = progress });
    }

    public async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = IsPostgreSql ? new NpgsqlConnection(Connection) : new SqliteConnection(Connection);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Takes away what an earlier run left.</summary>
    public async Task ClearAsync()
    {
        if (!IsPostgreSql)
        {
            var file = new SqliteConnectionStringBuilder(Connection).DataSource;
            foreach (var suffix in new[] { "", "-wal", "-shm" })
            {
                File.Delete(file + suffix);
            }
        }

        await using var connection = await OpenAsync();
        await connection.ExecuteAsync(IsPostgreSql
            ? $"DROP TABLE IF EXISTS {Customer.Table} CASCADE; DROP SCHEMA IF EXISTS {Journal} CASCADE"
            : "PRAGMA journal_mode = WAL");
    }
}
