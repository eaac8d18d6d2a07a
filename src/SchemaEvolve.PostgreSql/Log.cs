using Microsoft.Extensions.Logging;

namespace SchemaEvolve.PostgreSql;

/// <summary>What is told of waiting. Each event has a number that stays.</summary>
internal static partial class Log
{
    [LoggerMessage(2001, LogLevel.Warning, "Waiting for table {Table}, which others use: {Blockers}")]
    public static partial void TableIsBusy(this ILogger logger, QualifiedName table, string blockers);

    [LoggerMessage(2002, LogLevel.Warning, "The lease could not be renewed: {Reason} It is tried again until the lease runs out.")]
    public static partial void LeaseNotRenewed(this ILogger logger, string reason);

    [LoggerMessage(2003, LogLevel.Warning, "The lease could not be given back, and runs out by itself: {Reason}")]
    public static partial void LeaseNotReleased(this ILogger logger, string reason);
}
