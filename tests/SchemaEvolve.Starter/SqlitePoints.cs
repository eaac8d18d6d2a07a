using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SchemaEvolve.Starter;

/// <summary>Hears from SQLite itself, on every connection, when a statement that writes has ended, and now and then in the middle of a long one.</summary>
/// <remarks>https://www.sqlite.org/c3ref/auto_extension.html, https://www.sqlite.org/c3ref/trace_v2.html, https://www.sqlite.org/c3ref/progress_handler.html</remarks>
internal static unsafe partial class SqlitePoints
{
    private const uint Ended = 0x02;
    private const int InstructionsBetween = 5_000;

    public static void Watch()
    {
        SQLitePCL.Batteries_V2.Init();
        _ = sqlite3_auto_extension(&OnOpened);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnOpened(nint database, nint message, nint routines)
    {
        sqlite3_progress_handler(database, InstructionsBetween, &OnProgress, database);
        return sqlite3_trace_v2(database, Ended, &OnStatement, 0);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnProgress(nint database)
    {
        if (sqlite3_get_autocommit(database) == 0)
        {
            Points.OfThisRun?.Pass(isTurn: true);
        }

        return 0;
    }

    // What only reads can be cut off anywhere: it leaves nothing. A COMMIT writes nothing itself.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnStatement(uint what, nint context, nint statement, nint detail)
    {
        if (sqlite3_stmt_readonly(statement) == 0 || Marshal.PtrToStringUTF8(sqlite3_sql(statement))!.StartsWith("COMMIT", StringComparison.Ordinal))
        {
            Points.OfThisRun?.Pass(isTurn: sqlite3_get_autocommit(sqlite3_db_handle(statement)) != 0);
        }

        return 0;
    }

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_auto_extension(delegate* unmanaged[Cdecl]<nint, nint, nint, int> entry);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_trace_v2(nint database, uint mask, delegate* unmanaged[Cdecl]<uint, nint, nint, nint, int> callback, nint context);

    [LibraryImport("e_sqlite3")]
    private static partial void sqlite3_progress_handler(nint database, int instructions, delegate* unmanaged[Cdecl]<nint, int> callback, nint context);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_stmt_readonly(nint statement);

    [LibraryImport("e_sqlite3")]
    private static partial nint sqlite3_sql(nint statement);

    [LibraryImport("e_sqlite3")]
    private static partial nint sqlite3_db_handle(nint statement);

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_get_autocommit(nint database);
}
