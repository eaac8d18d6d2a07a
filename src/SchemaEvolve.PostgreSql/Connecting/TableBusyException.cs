using System.Data.Common;
using Npgsql;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>A table could not be locked within the time that there was for it, and this is who was in the way.</summary>
internal sealed class TableBusyException(Impact wanted, TimeSpan waited, IReadOnlyList<Blocker> blockers) : DbException(
    $"""
    {wanted.Table} could not be locked in {TableLocks.Word(wanted.Lock)} mode within {waited.TotalSeconds:0.#} s. In the way {(blockers.Count == 1 ? "is" : "are")}:
    {(blockers.Count == 0 ? "    many short transactions, one after the other" : string.Join('\n', blockers.Select(blocker => $"    {blocker}")))}
    Let them end, or end them with pg_terminate_backend(pid). With a larger GiveUpAfter or MaxStall, the migration tries longer or harder.
    """)
{
    public IReadOnlyList<Blocker> Blockers => blockers;

    public override string SqlState => PostgresErrorCodes.LockNotAvailable;
}
