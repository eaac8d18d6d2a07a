using Microsoft.Extensions.Hosting;

namespace SchemaEvolve.DependencyInjection;

/// <summary>Does what a start leaves for later, while the services of the application run.</summary>
internal sealed class WorkInBackground(MigratedDatabases databases) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => databases.KeepWorkingAsync(stoppingToken);
}
