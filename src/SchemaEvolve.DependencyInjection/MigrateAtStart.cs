using Microsoft.Extensions.Hosting;

namespace SchemaEvolve.DependencyInjection;

/// <summary>Migrates before any hosted service starts, so that none of them meets an old schema.</summary>
internal sealed class MigrateAtStart(MigratedDatabases databases) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        databases.MigrateAsync(database => !database.IsManual, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
