using System.Diagnostics.CodeAnalysis;
using SchemaEvolve.Providers;

namespace SchemaEvolve.DependencyInjection;

/// <summary>Says which database the migrations run on, which migrations there are, and how they run.</summary>
public sealed class SchemaEvolveBuilder : IDatabaseChoice
{
    private readonly List<MigrationSet> _migrations = [];
    private Func<IServiceProvider, DatabaseProvider>? _provider;
    private Func<IServiceProvider, MigratorOptions, MigratorOptions> _configure = (_, options) => options;
    private bool _isManual;

    internal SchemaEvolveBuilder()
    {
    }

    /// <summary>Chooses the database by its provider. Provider packages have a shorter way, such as <c>UseSqlite</c>.</summary>
    public SchemaEvolveBuilder Use(DatabaseProvider provider) => Use(_ => provider);

    /// <summary>Chooses the database by services of the application, such as its configuration.</summary>
    public SchemaEvolveBuilder Use(Func<IServiceProvider, DatabaseProvider> provider)
    {
        ArgumentNullException.ThrowIfNull(provider);

        _provider = provider;
        return this;
    }

    void IDatabaseChoice.Use(Func<IServiceProvider, DatabaseProvider> provider) => Use(provider);

    /// <summary>Adds all migrations in the assembly of a type.</summary>
    [RequiresUnreferencedCode("The trimmer cannot see which migrations the assembly has. Name them: AddMigrations(new FirstOne(), new SecondOne()).")]
    public SchemaEvolveBuilder AddMigrationsFrom<T>() => Add(MigrationSet.FromAssemblyOf<T>());

    /// <summary>Adds these migrations. Nothing is looked up, so it works in trimmed and AOT-compiled programs.</summary>
    public SchemaEvolveBuilder AddMigrations(params IEnumerable<Migration> migrations) => Add(MigrationSet.Of(migrations));

    /// <summary>Says how the migrator goes about its work.</summary>
    /// <remarks>In a host, <see cref="MigratorOptions.WhenToBackfill"/> is <see cref="Backfilling.Background"/>.</remarks>
    /// <example><code>.Configure(options => options with { Contract = ContractPolicy.Manually })</code></example>
    public SchemaEvolveBuilder Configure(Func<MigratorOptions, MigratorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        return Configure((_, options) => configure(options));
    }

    /// <summary>Says how the migrator goes about its work, by services of the application.</summary>
    public SchemaEvolveBuilder Configure(Func<IServiceProvider, MigratorOptions, MigratorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var sofar = _configure;
        _configure = (services, options) => configure(services, sofar(services, options));
        return this;
    }

    /// <summary>Leaves the database alone when the host starts. It is migrated when <c>host.MigrateAsync()</c> is called; then the host does the rest in the background.</summary>
    public SchemaEvolveBuilder MigrateManually()
    {
        _isManual = true;
        return this;
    }

    internal MigratedDatabase Build(string? key) => new(key, _provider, MigrationSet.Join(_migrations), _configure, _isManual);

    private SchemaEvolveBuilder Add(MigrationSet migrations)
    {
        _migrations.Add(migrations);
        return this;
    }
}
