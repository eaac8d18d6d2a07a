using System.Diagnostics;
using Npgsql;

namespace SchemaEvolve.PostgreSql.Tests.Servers;

/// <summary>A real server that tests make databases on. A local one is started when the first test asks for it, and stopped after the last.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _name;
    private readonly Func<PostgreSqlServer, Task<string>> _start;
    private readonly string? _binaries;
    private readonly SemaphoreSlim _starting = new(1);
    private bool _isDurable;
    private string? _address;
    private Process? _cluster;

    private PostgreSqlServer(string name, Func<PostgreSqlServer, Task<string>> start, string? binaries = null) => (_name, _start, _binaries) = (name, start, binaries);

    /// <summary>A server that runs already.</summary>
    public static PostgreSqlServer At(string connectionString) => new("given", _ => Task.FromResult(connectionString));

    /// <summary>A throw-away server of the given major version, from the binaries in the given folder.</summary>
    public static PostgreSqlServer Of(int major, string binaries) => new($"{major}", server => server.StartClusterAsync(binaries), binaries);

    /// <summary>A throw-away server that follows another which is not there, so that it only reads.</summary>
    public static PostgreSqlServer StandbyOf(int major, string binaries) => new($"{major} on standby", server => server.StartClusterAsync(binaries, "standby"));

    /// <summary>Whether a copy of it can be made that follows it.</summary>
    public bool CanBeFollowed => _binaries is not null && File.Exists(Path.Combine(_binaries, "pg_basebackup"));

    /// <summary>A throw-away server that follows this one. It is for local servers only.</summary>
    public PostgreSqlServer Follower() => new($"{_name} following", async follower =>
        await follower.StartClusterAsync(_binaries!, "standby", new NpgsqlConnectionStringBuilder(await AddressAsync()).Host!));

    /// <summary>Another server of the same version, for a test that must have one for itself. What is committed there survives a crash of it.</summary>
    public PostgreSqlServer Twin() => new(_name, _start, _binaries) { _isDurable = true };

    /// <summary>Stops it in the given mode, <c>fast</c> or <c>immediate</c>, and starts it again.</summary>
    public async Task RestartAsync(string mode)
    {
        await _cluster!.StandardInput.WriteLineAsync(mode);
        var answer = await _cluster.StandardOutput.ReadLineAsync();
        if (answer != mode)
        {
            throw new InvalidOperationException($"The server was to restart ({mode}) and said: {answer}");
        }
    }

    /// <summary>Where it is. It is started if need be.</summary>
    public async Task<string> AddressAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _address ??= await _start(this);
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A new database, a copy of the given one or an empty one.</summary>
    public async Task<PostgreSqlDatabase> CreateDatabaseAsync(string template = "template1")
    {
        var address = await AddressAsync();
        var name = $"se_{Guid.NewGuid():n}";
        await using var connection = new NpgsqlConnection(address);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();

        // Before 15, all databases are copied file by file. Since then it has to be asked for: what is copied by the log is read and written page by page.
        var strategy = connection.PostgreSqlVersion.Major >= 15 ? "STRATEGY file_copy" : "";
        command.CommandText = $"CREATE DATABASE \"{name}\" TEMPLATE \"{template}\" {strategy}";
        await command.ExecuteNonQueryAsync();
        if (_isDurable)
        {
            // What a sequence has written down ahead is not copied, so that of a copy would begin anew after a crash if there was no checkpoint since.
            command.CommandText = $"ALTER DATABASE \"{name}\" SET synchronous_commit = on";
            await command.ExecuteNonQueryAsync();
            command.CommandText = "CHECKPOINT";
            await command.ExecuteNonQueryAsync();
        }

        return new(address, name, connection.PostgreSqlVersion.Major);
    }

    /// <summary>Stops the server, if it was started here.</summary>
    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_cluster is not { } cluster)
        {
            return;
        }

        cluster.StandardInput.Close();
        await cluster.WaitForExitAsync();
        cluster.Dispose();
    }

    public override string ToString() => $"PostgreSQL {_name}";

    private async Task<string> StartClusterAsync(params string[] arguments)
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Servers", "cluster.sh");
        _cluster = Process.Start(new ProcessStartInfo(script, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        if (await _cluster.StandardOutput.ReadLineAsync() is not { } folder)
        {
            throw new InvalidOperationException($"{this} did not start: {await _cluster.StandardError.ReadToEndAsync()}");
        }

        return new NpgsqlConnectionStringBuilder
        {
            Host = folder,
            Username = "postgres",
            Database = "postgres",
            Pooling = false,
            IncludeErrorDetail = true,
        }.ConnectionString;
    }
}
