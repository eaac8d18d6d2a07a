namespace SchemaEvolve.Providers;

/// <summary>Where a connection leads, as telemetry names it. Nothing of it is secret.</summary>
/// <param name="Name">The name of the database, without which those of one server could not be told apart; of SQLite, the name of the file.</param>
public sealed record DatabaseAddress(string Name)
{
    /// <summary>The server, or <see langword="null"/> if there is none.</summary>
    public string? Host { get; init; }

    /// <summary>The port of the server.</summary>
    public int? Port { get; init; }
}
