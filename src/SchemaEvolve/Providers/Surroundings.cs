using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>How a database is doing at one moment, besides its schema: what a plan is measured against. What nobody could tell is <see langword="null"/> or missing.</summary>
/// <param name="Version">The version of the engine.</param>
public sealed record Surroundings(Version Version)
{
    /// <summary>What each table holds.</summary>
    public ValueList<TableSize> Tables { get; init; } = [];

    /// <summary>How far the numbers have come that the database gives to new rows.</summary>
    public ValueList<Counter> Counters { get; init; } = [];

    /// <summary>What keeps rows alive that were deleted or overwritten, and whoever waits for it waiting.</summary>
    public ValueList<Straggler> Stragglers { get; init; } = [];

    /// <summary>Copies of the database that are fed from its log, and for which the log is kept.</summary>
    public ValueList<Follower> Followers { get; init; } = [];

    /// <summary>How many bytes the whole database takes.</summary>
    public long? Bytes { get; init; }

    /// <summary>How many bytes are free where the database is.</summary>
    public long? FreeBytes { get; init; }

    /// <summary>How many transactions have begun since the oldest one whose number is not settled yet. PostgreSQL stops at two thousand million.</summary>
    public long? TransactionAge { get; init; }

    /// <summary>Whether text is sorted in another way by now than when the indexes on it were built.</summary>
    public bool IsSortedAnew { get; init; }

    /// <summary>Whether changes go to a log beside the database file first.</summary>
    public bool HasWriteAheadLog { get; init; }

    /// <summary>Whether the file lies on another machine.</summary>
    public bool IsOnNetwork { get; init; }

    /// <summary>What a table holds, or <see langword="null"/> for one that is not there or that nobody has counted.</summary>
    public TableSize? Find(QualifiedName table) => Tables.FirstOrDefault(size => size.Table == table);
}
