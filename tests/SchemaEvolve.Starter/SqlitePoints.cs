using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SchemaEvolve.Starter;

/// <summary>Hears from SQLite itself, on every connection, when a statement that writes begins and ends.</summary>
/// <remarks>https://www.sqlite.org/c3ref/auto_extension.html, https://www.sqlite.org/c3ref/trace_v2.html</remarks>
internal static unsafe partial class SqlitePoints
{
    private const uint Begun = 0x01;
    private const uint Ended = 0x02;

    private static Points s_points = new(0);

    public static void Watch(Points points)
    {
        s_points = points;
        SQLitePCL.Batteries_V2.Init();
        _ = sqlite3_auto_extension(&OnOpened);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpened(nint database, nint message, nint routines) => sqlite3_trace_v2(database, Begun | Ended, &OnStatement, 0);

    // What only reads can be cut off anywhere: it leaves nothing.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStatement(uint what, nint context, nint statement, nint detail)
    {
        if (sqlite3_stmt_readonly(statement) == 0)
        {
            s_points.Pass();
        }

        return 0;
    }

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_auto_extension(delegate* unmanaged[Cdecl]<nint, nint, nint, int> entry);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_trace_v2(nint database, uint mask, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> callback, nint context);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_stmt_readonly(nint statement);
}
