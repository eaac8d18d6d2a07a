using Npgsql;

namespace SchemaEvolve.PostgreSql;

/// <summary>A value that is known only where the step is done. A script leaves it to the shell.</summary>
internal sealed class Measured : NpgsqlParameter
{
    public required Measure What { get; init; }
}

/// <summary>What is known only where a step is done.</summary>
internal enum Measure
{
    Rows,
    Duration,
    Cursor,
    User,
}
