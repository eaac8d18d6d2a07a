using System.Collections.Concurrent;
using System.Reflection;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>Keeps what was written for each library, so that nothing is written while it is measured.</summary>
internal sealed class Shelf(DirectoryInfo folder)
{
    private static readonly ConcurrentDictionary<string, Assembly> Loaded = [];

    private readonly Dictionary<(IPeer, Story), string> _written = [];

    /// <summary>What was written, as a part of this program. It is read once, as the program of an application is.</summary>
    public static Assembly Load(string written) => Loaded.GetOrAdd(written, Assembly.LoadFrom);

    /// <summary>Where a history stands as a library wants it.</summary>
    public string Find(IPeer peer, Story story) => _written.TryGetValue((peer, story), out var written)
        ? written
        : _written[(peer, story)] = peer.Write(story, folder.CreateSubdirectory($"{peer.Name}-{_written.Count}"));
}
