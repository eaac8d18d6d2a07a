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

    [LoggerMessage(2004, LogLevel.Information, "{Statement}: {Phase}, {Done} of {Total} blocks")]
    public static partial void IndexBuildGoesOn(this ILogger logger, string statement, string phase, long done, long total);

    [LoggerMessage(2005, LogLevel.Warning, "{Statement} waits for others to end: {Blockers}")]
    public static partial void StatementWaits(this ILogger logger, string statement, string blockers);

    [LoggerMessage(2006, LogLevel.Warning, "It cannot be told how far {Statement} has come: {Reason}")]
    public static partial void NotWatched(this ILogger logger, string statement, string reason);
}
