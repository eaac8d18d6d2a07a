using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>A pooler in front of a database.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private readonly Process _process;

    private PgBouncer(Process process, string connectionString) => (_process, ConnectionString) = (process, connectionString);

    /// <summary>The way to the database through the pooler.</summary>
    public string ConnectionString { get; }

    /// <summary>Starts one in the given mode: <c>session</c> or <c>transaction</c>.</summary>
    public static async Task<PgBouncer> StartAsync(PostgreSqlDatabase database, string mode)
    {
        var direct = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var script = Path.Combine(AppContext.BaseDirectory, "Servers", "pgbouncer.sh");
        var process = Process.Start(new ProcessStartInfo(script, [direct.Host!, direct.Port.ToString(CultureInfo.InvariantCulture), direct.Username!, mode])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var folder = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"PgBouncer did not start: {await process.StandardError.ReadToEndAsync()}");

        return new(process, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = folder, Port = 5432 }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
