namespace SchemaEvolve.PostgreSql;

/// <summary>The kinds under which the inspector keeps what makes a table part of a partitioned one.</summary>
internal static class Partitions
{
    /// <summary>The table is split into partitions.</summary>
    public const string Parent = "partition key";

    /// <summary>The table is a partition of another.</summary>
    public const string Child = "partition";
}
