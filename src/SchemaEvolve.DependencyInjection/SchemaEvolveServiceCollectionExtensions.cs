using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SchemaEvolve;
using SchemaEvolve.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the databases that an application migrates.</summary>
public static class SchemaEvolveServiceCollectionExtensions
{
    /// <summary>Expands a database before the host starts its services, and does the rest in the background. <see cref="Migrator"/> can be injected.</summary>
    /// <example><code>
    /// builder.Services.AddSchemaEvolve(evolve =&gt; evolve.UseSqlite("Data Source=shop.db").AddMigrationsFrom&lt;Program&gt;());
    /// </code></example>
    /// <param name="services">The services of the application.</param>
    /// <param name="configure">Says which database, which migrations, and how.</param>
    public static IServiceCollection AddSchemaEvolve(this IServiceCollection services, Action<SchemaEvolveBuilder> configure)
    {
        var database = AddDatabase(services, null, configure);

        return services.AddSingleton(database.CreateMigrator);
    }

    /// <summary>Expands one of several databases before the host starts its services, and does the rest in the background. <see cref="Migrator"/> can be injected by the key.</summary>
    /// <param name="services">The services of the application.</param>
    /// <param name="key">Tells the databases of the application apart.</param>
    /// <param name="configure">Says which database, which migrations, and how.</param>
    public static IServiceCollection AddSchemaEvolve(this IServiceCollection services, string key, Action<SchemaEvolveBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var database = AddDatabase(services, key, configure);

        return services.AddKeyedSingleton(key, (provider, _) => database.CreateMigrator(provider));
    }

    private static MigratedDatabase AddDatabase(IServiceCollection services, string? key, Action<SchemaEvolveBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        var builder = new SchemaEvolveBuilder();
        configure(builder);
        var database = builder.Build(key);

        services.AddSingleton(database);
        services.TryAddSingleton<MigratedDatabases>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, MigrateAtStart>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WorkInBackground>());

        return database;
    }
}
