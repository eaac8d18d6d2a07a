using System.Security.Cryptography;

namespace SchemaEvolve.Sqlite.Tests.PowerLoss;

/// <summary>All that SQLite did to the files of a database, in order, so that they can be had as they were at any moment.</summary>
/// <remarks>
/// A file comes and goes at once and for good: SQLite syncs the folder where it relies on that. The shared memory of a WAL is no part of it:
/// whoever opens the database first makes it anew.
/// </remarks>
/// <param name="begin">The files at the beginning, by the ends of their names.</param>
internal sealed class DiskLog(IReadOnlyDictionary<string, byte[]> begin)
{
    private readonly List<DiskEvent> _events = [];

    /// <summary>How many moments there are: one behind each event.</summary>
    public int Count => _events.Count;

    /// <summary>The moments behind writes.</summary>
    public IReadOnlyList<int> Writes => [.. _events.Index().Where(one => one.Item is Written).Select(one => one.Index + 1)];

    public void Add(DiskEvent next)
    {
        lock (_events)
        {
            _events.Add(next);
        }
    }

    /// <summary>The last moment up to the given one at which a file had just been synced, or had gone.</summary>
    public int LastSync(int moment) => 1 + _events.FindLastIndex(moment - 1, moment, done => done is Synced or Deleted);

    /// <summary>The files as the disk has them if the power goes at a moment.</summary>
    public Disk At(int moment, Loss loss)
    {
        var files = begin.ToDictionary(file => file.Key, file => new List<DiskEvent> { new Written(file.Key, 0, file.Value), new Synced(file.Key) });
        foreach (var done in _events.Take(moment))
        {
            if (done is Deleted)
            {
                files.Remove(done.File);
                continue;
            }

            files.TryAdd(done.File, []);
            files[done.File].Add(done);
        }

        return new(files.ToDictionary(file => file.Key, file => Content(file.Value, loss)));
    }

    private static byte[] Content(List<DiskEvent> events, Loss loss)
    {
        var synced = events.FindLastIndex(done => done is Synced) + 1;
        var content = new MemoryStream();
        foreach (var done in events.Take(synced).Concat(Survivors(events[synced..], loss)))
        {
            if (done is Written written)
            {
                content.Position = written.Offset;
                content.Write(written.Data);
            }
            else if (done is Truncated truncated)
            {
                content.SetLength(truncated.Size);
            }
        }

        return content.ToArray();
    }

    private static List<DiskEvent> Survivors(List<DiskEvent> unsynced, Loss loss) => (loss, unsynced) switch
    {
        (Loss.Nothing, _) or (_, []) => unsynced,
        (Loss.Everything, _) => [],
        (Loss.AllButTheLast, _) => [unsynced[^1]],
        (_, [.., Written last]) => [.. unsynced[..^1], last with { Data = last.Data[..(last.Data.Length / 2)] }],
        _ => unsynced[..^1],
    };
}

/// <summary>What was done to a file.</summary>
/// <param name="File">The end of its name, behind that of the database.</param>
internal abstract record DiskEvent(string File);

internal sealed record Written(string File, long Offset, byte[] Data) : DiskEvent(File);

internal sealed record Truncated(string File, long Size) : DiskEvent(File);

internal sealed record Synced(string File) : DiskEvent(File);

internal sealed record Deleted(string File) : DiskEvent(File);

/// <summary>The files of a database, by the ends of their names.</summary>
internal sealed record Disk(IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Whether two are the same.</summary>
    public string Fingerprint() => string.Join(' ', Files.OrderBy(file => file.Key).Select(file => file.Key + Convert.ToHexString(SHA256.HashData(file.Value))));

    /// <summary>The files of the database at a path.</summary>
    public static Disk Read(string path) => new(new[] { "", "-wal", "-journal" }
        .Where(end => File.Exists(path + end))
        .ToDictionary(end => end, end => File.ReadAllBytes(path + end)));

    /// <summary>Puts them where there is no database yet.</summary>
    public void Write(string path)
    {
        foreach (var (end, content) in Files)
        {
            File.WriteAllBytes(path + end, content);
        }
    }
}
