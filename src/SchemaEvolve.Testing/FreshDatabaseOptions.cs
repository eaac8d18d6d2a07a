namespace SchemaEvolve.Testing;

/// <summary>How fresh databases are made.</summary>
public sealed record FreshDatabaseOptions
{
    /// <summary>What keeps the tests apart.</summary>
    /// <value>The default value is <see cref="Isolation.Database"/>.</value>
    public Isolation Isolation { get; init; } = Isolation.Database;

    /// <summary>How many databases are kept ready for the tests to come, on PostgreSQL. Those that nobody has asked for are dropped at the end.</summary>
    /// <value>The default value is 2. With 0, each is made when it is asked for.</value>
    public int Ahead { get; init; } = 2;

    /// <summary>Where SQLite files are kept.</summary>
    /// <value>The default value is a folder of the user in the temporary folder of the machine.</value>
    public string Folder { get; init; } = Path.Combine(Path.GetTempPath(), $"schema-evolve-{Environment.UserName}");
}
