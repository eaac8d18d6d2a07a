using FluentMigrator.Runner;
using Microsoft.Extensions.DependencyInjection;
using FluentMigrationAttribute = FluentMigrator.MigrationAttribute;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>FluentMigrator, with one transaction for all migrations.</summary>
internal sealed class FluentMigrations : IPeer
{
    public string Name => "FluentMigrator";

    public string Write(Story story, DirectoryInfo folder) =>
        Emission.Write<FluentMigration>(story, folder, number => [Emission.Attribute<FluentMigrationAttribute, long>(number)]);

    public async Task StartAsync(Database database, Story story, string written)
    {
        await using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(runner => (database.IsFile ? runner.AddSQLite() : runner.AddPostgres())
                .WithGlobalConnectionString(database.ConnectionString)
                .ScanIn(Shelf.Load(written)).For.Migrations())
            .Configure<FluentMigrator.Runner.Initialization.RunnerOptions>(options => options.TransactionPerSession = true)
            .BuildServiceProvider(validateScopes: false);
        await using var scope = services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
    }
}
