using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SchemaEvolve.DependencyInjection;

/// <summary>A health check for the schema of a database that was registered with <c>AddSchemaEvolve</c>.</summary>
/// <remarks>
/// Unhealthy is a database in which something is missing that this application needs, or that cannot be reached. Degraded is one in which
/// a step has failed or others are in its way, that has drifted, or that does not answer in time. All else is healthy, also while a backfill
/// goes on and while a contraction waits: the application works.
/// </remarks>
public static class SchemaHealth
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Looks at the database of the application. The check is called <c>schema</c>.</summary>
    /// <example><code>builder.Services.AddHealthChecks().Add(SchemaHealth.Check());</code></example>
    /// <param name="limit">How long the database may take to answer, or nothing for two seconds.</param>
    public static HealthCheckRegistration Check(TimeSpan? limit = null) =>
        Registration("schema", services => services.GetRequiredService<Migrator>(), limit);

    /// <summary>Looks at one of several databases. The check is called after its key: <c>schema reports</c>.</summary>
    /// <example><code>builder.Services.AddHealthChecks().Add(SchemaHealth.Check("reports"));</code></example>
    /// <param name="key">The key by which the database was registered.</param>
    /// <param name="limit">How long the database may take to answer, or nothing for two seconds.</param>
    public static HealthCheckRegistration Check(string key, TimeSpan? limit = null) =>
        Registration($"schema {key}", services => services.GetRequiredKeyedService<Migrator>(key), limit);

    private static HealthCheckRegistration Registration(string name, Func<IServiceProvider, Migrator> migrator, TimeSpan? limit) => new(
        name,
        services => new SchemaHealthCheck(migrator(services), limit ?? Limit, services.GetService<TimeProvider>() ?? TimeProvider.System),
        failureStatus: null,
        tags: null);
}
