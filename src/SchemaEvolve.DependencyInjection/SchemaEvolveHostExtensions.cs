using Microsoft.Extensions.DependencyInjection;
using SchemaEvolve;
using SchemaEvolve.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>Migrates the databases of an application when it says so.</summary>
public static class SchemaEvolveHostExtensions
{
    /// <summary>Migrates all databases that were registered with <c>AddSchemaEvolve</c>, in that order. The host need not be started.</summary>
    /// <remarks>What goes on in the background of a host goes on when one is started, this or another, unless the options say <see cref="Backfilling.Inline"/>.</remarks>
    /// <returns>What was done, a report for each database.</returns>
    /// <exception cref="MigrationException">It cannot be done. The message says why, what is undone, and what to do.</exception>
    public static Task<IReadOnlyList<MigrationReport>> MigrateAsync(this IHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(host);

        var databases = host.Services.GetService<MigratedDatabases>()
            ?? throw new InvalidOperationException("There is no database to migrate. Register it: services.AddSchemaEvolve(evolve => …).");

        return databases.MigrateAsync(_ => true, cancellationToken);
    }
}
