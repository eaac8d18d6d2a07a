using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using EfMigrationAttribute = Microsoft.EntityFrameworkCore.Migrations.MigrationAttribute;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>EF Core. It keeps its services and its model from one start to the next, as it does by default.</summary>
internal sealed class EfCore : IPeer
{
    public string Name => "EF Core";

    public string Write(Story story, DirectoryInfo folder) => Emission.Write<EfCoreMigration>(
        story,
        folder,
        number => [Emission.Attribute<EfMigrationAttribute, string>(Story.Name(number)), Emission.Attribute<DbContextAttribute, Type>(typeof(EfCoreContext))]);

    public async Task StartAsync(Database database, Story story, string written)
    {
        var assembly = Shelf.Load(written);
        var options = new DbContextOptionsBuilder<EfCoreContext>().ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        _ = database.IsFile
            ? options.UseSqlite(database.ConnectionString, sqlite => sqlite.MigrationsAssembly(assembly))
            : options.UseNpgsql(database.ConnectionString, postgreSql => postgreSql.MigrationsAssembly(assembly));
        await using var context = new EfCoreContext(options.Options);
        await context.Database.MigrateAsync();
    }
}
