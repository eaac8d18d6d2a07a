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

    /// <summary>The moments in order, each with the disk as it is then.</summary>
    public IEnumerable<Moment> Moments()
    {
        var files = begin.ToDictionary(file => file.Key, file => new KeptFile(file.Value));
        var synced = new Disk(begin);
        foreach (var (place, done) in _events.Index())
        {
            if (done is Deleted)
            {
                files.Remove(done.File);
            }
            else
            {
                files.TryAdd(done.File, new([]));
                files[done.File].Add(done);
            }

            synced = done is Synced or Deleted ? After(Loss.Nothing) : synced;
            yield return new(place + 1, synced, After);
        }

        Disk After(Loss loss) => new(files.ToDictionary(file => file.Key, file => file.Value.After(loss)));
    }

    // A file of which what was synced is there for good.
    private sealed class KeptFile(byte[] begin)
    {
        private readonly List<DiskEvent> _unsynced = [];
        private byte[] _synced = begin;

        public void Add(DiskEvent done)
        {
            _unsynced.Add(done);
            if (done is Synced)
            {
                _synced = After(Loss.Nothing);
                _unsynced.Clear();
            }
        }

        public byte[] After(Loss loss)
        {
            var content = new MemoryStream();
            content.Write(_synced);
            foreach (var done in Survivors(_unsynced, loss))
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

/// <summary>A moment at which the power may go: behind an event.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="Synced">The files as they were when one of them was synced, or went, for the last time up to now.</param>
/// <param name="After">The files as the disk has them if the power goes. It is asked before the next moment comes.</param>
internal sealed record Moment(int Number, Disk Synced, Func<Loss, Disk> After);

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
