using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SchemaEvolve.Sqlite.Tests.PowerLoss;

/// <summary>Stands between SQLite and the files of the system, and notes what is written to databases whose connection string names it.</summary>
/// <remarks>https://www.sqlite.org/c3ref/vfs.html, https://www.sqlite.org/c3ref/io_methods.html</remarks>
internal static unsafe partial class RecordingVfs
{
    public const string Name = "recording";

    private const int Permanent = 0x00100 | 0x00800 | 0x80000; // The database, its journal and its WAL.
    private const int WordsOfVfs = 21;
    private const int WordsOfFile = 19;

    private static readonly ConcurrentDictionary<string, DiskLog> Logs = new();
    private static readonly ConcurrentDictionary<nint, OpenFile> Files = new();
    private static readonly ConcurrentDictionary<nint, nint> Methods = new();
    private static readonly Lock Registering = new();

    private static delegate* unmanaged[Cdecl]<nint, nint, nint, int, int*, int> _open;
    private static delegate* unmanaged[Cdecl]<nint, nint, int, int> _delete;

    /// <summary>Notes from now on what is written to a database.</summary>
    public static DiskLog Record(string path)
    {
        lock (Registering)
        {
            if (_open is null)
            {
                Register();
            }
        }

        return Logs[path] = new(Disk.Read(path).Files);
    }

    private static void Register()
    {
        SQLitePCL.Batteries_V2.Init();
        var system = (nint*)sqlite3_vfs_find(0);
        var vfs = Copy(system, WordsOfVfs);
        vfs[3] = Marshal.StringToCoTaskMemUTF8(Name);
        _open = (delegate* unmanaged[Cdecl]<nint, nint, nint, int, int*, int>)system[5];
        _delete = (delegate* unmanaged[Cdecl]<nint, nint, int, int>)system[6];
        vfs[5] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, int, int*, int>)&OnOpen;
        vfs[6] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, int>)&OnDelete;
        _ = sqlite3_vfs_register((nint)vfs, 0);
    }

    private static nint* Copy(nint* words, int count)
    {
        var copy = (nint*)NativeMemory.Alloc((nuint)count, (nuint)sizeof(nint));
        new ReadOnlySpan<nint>(words, count).CopyTo(new(copy, count));
        return copy;
    }

    private static (DiskLog Log, string End)? Find(nint name)
    {
        var path = Marshal.PtrToStringUTF8(name)!;
        var end = new[] { "-wal", "-journal", "" }.First(end => path.EndsWith(end, StringComparison.Ordinal));

        return Logs.TryGetValue(path[..^end.Length], out var log) ? (log, end) : null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpen(nint vfs, nint name, nint file, int flags, int* outFlags)
    {
        var result = _open(vfs, name, file, flags, outFlags);
        if (result == 0 && (flags & Permanent) != 0 && Find(name) is var (log, end))
        {
            var methods = *(nint*)file;
            Files[file] = new(log, end, methods);
            *(nint*)file = Methods.GetOrAdd(methods, Over);
        }

        return result;
    }

    private static nint Over(nint methods)
    {
        var over = Copy((nint*)methods, WordsOfFile);
        over[1] = (nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnClose;
        over[3] = (nint)(delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)&OnWrite;
        over[4] = (nint)(delegate* unmanaged[Cdecl]<nint, long, int>)&OnTruncate;
        over[5] = (nint)(delegate* unmanaged[Cdecl]<nint, int, int>)&OnSync;

        return (nint)over;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(nint vfs, nint name, int syncsFolder)
    {
        var result = _delete(vfs, name, syncsFolder);
        if (result == 0 && Find(name) is var (log, end))
        {
            log.Add(new Deleted(end));
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnClose(nint file)
    {
        Files.TryRemove(file, out var open);
        return ((delegate* unmanaged[Cdecl]<nint, int>)open!.Method(1))(file);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnWrite(nint file, byte* data, int length, long offset)
    {
        var open = Files[file];
        open.Log.Add(new Written(open.End, offset, new ReadOnlySpan<byte>(data, length).ToArray()));
        return ((delegate* unmanaged[Cdecl]<nint, byte*, int, long, int>)open.Method(3))(file, data, length, offset);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTruncate(nint file, long size)
    {
        var open = Files[file];
        open.Log.Add(new Truncated(open.End, size));
        return ((delegate* unmanaged[Cdecl]<nint, long, int>)open.Method(4))(file, size);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnSync(nint file, int flags)
    {
        var open = Files[file];
        var result = ((delegate* unmanaged[Cdecl]<nint, int, int>)open.Method(5))(file, flags);
        open.Log.Add(new Synced(open.End));
        return result;
    }

    [LibraryImport("e_sqlite3")]
    private static partial nint sqlite3_vfs_find(nint name);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_vfs_register(nint vfs, int isDefault);

    // Which methods a file has depends on how it is locked.
    private sealed record OpenFile(DiskLog Log, string End, nint Methods)
    {
        public nint Method(int place) => ((nint*)Methods)[place];
    }
}
