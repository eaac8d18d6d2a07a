namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A library that brings a database to where an application wants it.</summary>
internal interface IPeer
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>Writes a history down as the library wants it, once and before anything is measured.</summary>
    /// <returns>Where it stands.</returns>
    string Write(Story story, DirectoryInfo folder);

    /// <summary>Does what an application does at its start, everything anew.</summary>
    /// <param name="database">The database.</param>
    /// <param name="story">The history.</param>
    /// <param name="written">Where it stands.</param>
    Task StartAsync(Database database, Story story, string written);
}
