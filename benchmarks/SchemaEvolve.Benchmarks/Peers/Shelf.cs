namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>Keeps what was written for each library, so that nothing is written while it is measured.</summary>
internal sealed class Shelf(DirectoryInfo folder)
{
    private readonly Dictionary<(IPeer, Story), string> _written = [];

    /// <summary>Where a history stands as a library wants it.</summary>
    public string Find(IPeer peer, Story story) => _written.TryGetValue((peer, story), out var written)
        ? written
        : _written[(peer, story)] = peer.Write(story, folder.CreateSubdirectory($"{peer.Name}-{_written.Count}"));
}
