using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SchemaEvolve.Providers;

namespace SchemaEvolve.DependencyInjection;

/// <summary>A database of the application, as it was registered.</summary>
internal sealed record MigratedDatabase(
    string? Key,
    Func<IServiceProvider, DatabaseProvider>? Provider,
    MigrationSet Migrations,
    Func<IServiceProvider, MigratorOptions, MigratorOptions> Configure,
    bool IsManual)
{
    private const string Category = "SchemaEvolve";

    public string Call => Key is null ? "AddSchemaEvolve" : $"AddSchemaEvolve(\"{Key}\")";

    /// <summary>What is wrong with the registration, or nothing.</summary>
    public string? Mistake => this switch
    {
        { Provider: null } => $"{Call} does not say which database. Name it: evolve.UseSqlite(\"Data Source=app.db\").",
        { Migrations.IsEmpty: true } => $"{Call} has no migrations. Add them: evolve.AddMigrationsFrom<Program>().",
        _ => null,
    };

    public Migrator MigratorIn(IServiceProvider services) => Key is null
        ? services.GetRequiredService<Migrator>()
        : services.GetRequiredKeyedService<Migrator>(Key);

    public Migrator CreateMigrator(IServiceProvider services)
    {
        if (Provider is null || Mistake is not null)
        {
            throw new InvalidOperationException(Mistake);
        }

        var options = new MigratorOptions
        {
            WhenToBackfill = Backfilling.Background,
            Observers = [.. services.GetServices<IMigrationObserver>()],
            Clock = services.GetService<TimeProvider>() ?? TimeProvider.System,
        };
        if (services.GetService<ILoggerFactory>() is { } loggers)
        {
            options = options with { Logger = loggers.CreateLogger(Key is null ? Category : $"{Category}.{Key}") };
        }

        return new(Provider(services), Migrations, Configure(services, options));
    }
}
