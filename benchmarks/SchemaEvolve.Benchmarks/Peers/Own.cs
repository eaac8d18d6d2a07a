using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>SchemaEvolve.</summary>
internal sealed class Own : IPeer
{
    public string Name => "SchemaEvolve";

    public string Write(Story story, DirectoryInfo folder) =>
        Emission.Write<OwnMigration>(story, folder, number => [Emission.Attribute<MigrationAttribute, long>(number)]);

    public Task StartAsync(Database database, Story story, string written) =>
        new Migrator(
            database.IsFile ? SqliteProvider.Create(database.ConnectionString) : PostgreSqlProvider.Create(database.ConnectionString),
            MigrationSet.FromAssembly(Shelf.Load(written))).MigrateAsync();
}
