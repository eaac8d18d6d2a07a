using Microsoft.Extensions.Logging;

namespace SchemaEvolve.Diagnostics;

/// <summary>What is logged. The event ids are part of the contract and never change.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "The database is up to date.")]
    public static partial void UpToDate(this ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "Waiting for the migration lock, held by {Holder}, for {Waited} so far.")]
    public static partial void WaitingForLock(this ILogger logger, string holder, TimeSpan waited);

    [LoggerMessage(3, LogLevel.Information, "Migrating: {Steps} steps in {Migrations} migrations.")]
    public static partial void Planned(this ILogger logger, int steps, int migrations);

    [LoggerMessage(4, LogLevel.Information, "{Migration}: {Description}.")]
    public static partial void StepStarted(this ILogger logger, string migration, string description);

    [LoggerMessage(5, LogLevel.Information, "{Migration}: done in {Elapsed}.")]
    public static partial void StepDone(this ILogger logger, string migration, TimeSpan elapsed);

    [LoggerMessage(6, LogLevel.Error, "{Migration} failed at: {Description}. {Reason}")]
    public static partial void StepFailed(this ILogger logger, string migration, string description, string reason);

    [LoggerMessage(7, LogLevel.Warning, "{Migration}: try {Attempt} failed, trying again. {Reason}")]
    public static partial void Retrying(this ILogger logger, string migration, int attempt, string reason);

    [LoggerMessage(8, LogLevel.Warning, "{Migration}: cancelled at: {Description}. The next start goes on from here.")]
    public static partial void Cancelled(this ILogger logger, string migration, string description);

    [LoggerMessage(9, LogLevel.Error, "{Migration}: what happened could not be journaled. {Reason}")]
    public static partial void NotJournaled(this ILogger logger, string migration, string reason);

    [LoggerMessage(10, LogLevel.Information, "{Contracts} contract steps are due. They wait for ContractAsync.")]
    public static partial void ContractsDue(this ILogger logger, int contracts);

    [LoggerMessage(11, LogLevel.Information, "The database has migrations of a newer release, which only added: {Migrations}.")]
    public static partial void NewerRelease(this ILogger logger, string migrations);

    [LoggerMessage(EventId = 12, Message = "{Migration} keeps what it has to take away. {Why}")]
    public static partial void GateShut(this ILogger logger, LogLevel level, string migration, string why);

    [LoggerMessage(13, LogLevel.Warning, "The heartbeat of this process could not be noted. {Reason}")]
    public static partial void HeartbeatMissed(this ILogger logger, string reason);

    [LoggerMessage(14, LogLevel.Warning, "This process could not note that it leaves. It counts as running for a while. {Reason}")]
    public static partial void LeaveNotNoted(this ILogger logger, string reason);

    [LoggerMessage(15, LogLevel.Warning, "The work in the background was interrupted, and goes on in {Pause}.")]
    public static partial void WorkInterrupted(this ILogger logger, Exception error, TimeSpan pause);

    [LoggerMessage(16, LogLevel.Debug, "Another process is migrating ({Holder}). The work in the background waits for it.")]
    public static partial void WorkedOnElsewhere(this ILogger logger, string holder);

    [LoggerMessage(17, LogLevel.Information, "{Migration} is not expanded, so the work in the background waits for a start.")]
    public static partial void NotExpanded(this ILogger logger, string migration);

    [LoggerMessage(18, LogLevel.Warning, "The schema has drifted. {Difference}")]
    public static partial void Drifted(this ILogger logger, string difference);

    [LoggerMessage(19, LogLevel.Warning, "{Migration} waits at: {Description}. {Reason} In the way: {Blockers}.")]
    public static partial void StepBlocked(this ILogger logger, string migration, string description, string reason, string blockers);

    [LoggerMessage(20, LogLevel.Information, "{Migration} goes on after {Waited}. Nobody is in the way any more of: {Description}.")]
    public static partial void StepUnblocked(this ILogger logger, string migration, TimeSpan waited, string description);

    [LoggerMessage(21, LogLevel.Warning, "The observer {Observer} failed. The run goes on without it.")]
    public static partial void ObserverFailed(this ILogger logger, Exception error, string observer);

    [LoggerMessage(22, LogLevel.Debug, "The database is up to date, but that this build is could not be noted. {Reason}")]
    public static partial void NotStamped(this ILogger logger, string reason);

    [LoggerMessage(23, LogLevel.Warning, "It cannot be told how the database fares while a step runs. {Reason}")]
    public static partial void NotSampled(this ILogger logger, string reason);

    [LoggerMessage(24, LogLevel.Warning, "{Migration}: the settings of the connection could not be put back. {Reason}")]
    public static partial void NotPutBack(this ILogger logger, string migration, string reason);

    [LoggerMessage(EventId = 25, Message = "{Finding}")]
    public static partial void Endangered(this ILogger logger, LogLevel level, Finding finding);

    [LoggerMessage(30, LogLevel.Information, "{Migration}: {Rows} of about {Estimated} rows of {Table} are filled ({Percent:0.#} %), {RowsPerSecond:0} rows a second, {Left} left.")]
    public static partial void BackfillGoesOn(this ILogger logger, string migration, QualifiedName table, long rows, long estimated, double percent, double rowsPerSecond, TimeSpan? left);

    [LoggerMessage(31, LogLevel.Information, "{Migration}: {Table} is filled. Of {Rows} rows, {Written} were written, in {Elapsed}.")]
    public static partial void BackfillDone(this ILogger logger, string migration, QualifiedName table, long rows, long written, TimeSpan elapsed);

    [LoggerMessage(32, LogLevel.Information, "{Migration}: filling {Table} waits, because {Reason}.")]
    public static partial void BackfillWaits(this ILogger logger, string migration, QualifiedName table, string reason);

    [LoggerMessage(33, LogLevel.Information, "{Migration}: filling {Table} goes on behind {Rows} rows of an earlier run.")]
    public static partial void BackfillResumed(this ILogger logger, string migration, QualifiedName table, long rows);

    [LoggerMessage(34, LogLevel.Warning, "{Migration}: row {Key} of {Table} cannot be converted and stays as it is. {Reason}")]
    public static partial void RowQuarantined(this ILogger logger, string migration, string key, QualifiedName table, string reason);

    [LoggerMessage(35, LogLevel.Warning, "{Migration}: {Rows} rows of {Table} could not be converted. The journal has their keys.")]
    public static partial void RowsQuarantined(this ILogger logger, string migration, long rows, QualifiedName table);

    [LoggerMessage(36, LogLevel.Warning, "{Migration}: {Table} is not cleaned up while it is filled. {Reason}")]
    public static partial void UpkeepFailed(this ILogger logger, string migration, QualifiedName table, string reason);

    [LoggerMessage(37, LogLevel.Information, "A start waits for the lock. The work in the background leaves it to the start, and goes on in {Pause}.")]
    public static partial void GivesWay(this ILogger logger, TimeSpan pause);

    [LoggerMessage(40, LogLevel.Information, "Rolling back: {Steps} steps in {Migrations} migrations.")]
    public static partial void RollingBack(this ILogger logger, int steps, int migrations);
}
