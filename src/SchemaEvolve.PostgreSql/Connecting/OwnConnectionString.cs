using Npgsql;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>The application's way to the database, changed into one for a connection that migrates.</summary>
internal static class OwnConnectionString
{
    private const int SecondsBetweenSignsOfLife = 15;

    /// <remarks>
    /// A pooled connection keeps its session locks and settings after it is closed, and one that is multiplexed is shared while it is open.
    /// Neither can hold a lock, so the connection is our own. It lives as long as its longest statement, watched for signs of life,
    /// and of statements that are sent together it tells which one failed.
    /// </remarks>
    public static string From(string connectionString)
    {
        var own = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Multiplexing = false,
            Enlist = false,
            CommandTimeout = 0,
            KeepAlive = SecondsBetweenSignsOfLife,
            TcpKeepAlive = true,
            IncludeFailedBatchedCommand = true,
        };
        own.ApplicationName = own.ApplicationName is { Length: > 0 } application ? $"SchemaEvolve for {application}" : "SchemaEvolve";

        // Of several hosts only the primary takes changes.
        if (own.Host?.Contains(',', StringComparison.Ordinal) == true && own.TargetSessionAttributes is null)
        {
            own.TargetSessionAttributes = "primary";
        }

        return own.ConnectionString;
    }
}
