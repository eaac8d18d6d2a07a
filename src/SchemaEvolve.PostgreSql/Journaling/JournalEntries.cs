using Npgsql;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>What the journal writes of steps, as commands of a batch.</summary>
internal sealed class JournalEntries(JournalSql sql)
{
    /// <summary>What notes that a step is begun.</summary>
    public NpgsqlBatchCommand[] Started(StepRecord record) => record.Step.IsReversal
        ? [WriteRollback(record, MigrationState.RollingBack), new(sql.ForgetStamps)]
        : [WriteMigration(record, reached: null), WriteSteps(record, StepState.Running, error: null)];

    /// <summary>What notes that a step is done.</summary>
    public NpgsqlBatchCommand[] Finished(StepRecord record) => record.Step.IsReversal ? Revert(record) :
    [
        WriteMigration(record, record.Step.Reaches),
        WriteSteps(record, StepState.Done, error: null),
        ForgetSteps(record),
        .. record.Step.Leaves.Count == 0 ? (NpgsqlBatchCommand[])[] : [LeaveSteps(record)],
        Event("applied", record, failure: null),
        .. Outdates(record) ? [new NpgsqlBatchCommand(sql.ForgetStamps)] : (NpgsqlBatchCommand[])[],
    ];

    /// <summary>What notes that a start with one of these stamps has nothing to do from now on.</summary>
    public NpgsqlBatchCommand[] Stamped(IReadOnlyList<string> stamps, Actor actor) =>
    [
        .. stamps.Select(stamp => new NpgsqlBatchCommand(sql.WriteStamp)
        {
            Parameters = { Parameter.Text(stamp), Parameter.Text(actor.ToString()), Parameter.Text(actor.AppVersion) },
        }),
        new(sql.ForgetOldStamps),
        new(sql.EndBirth),
    ];

    /// <summary>What marks the database, unless it is marked.</summary>
    public NpgsqlBatchCommand Marked(string environment) => new(sql.Mark) { Parameters = { Parameter.Text(environment) } };

    /// <summary>What notes that a step has failed.</summary>
    public NpgsqlBatchCommand[] Failed(StepRecord record, Failure failure) =>
    [
        .. record.Step.IsReversal
            ? (NpgsqlBatchCommand[])[]
            : [WriteMigration(record, reached: null), WriteSteps(record, StepState.Failed, failure.Message)],
        Event("failed", record, failure),
    ];

    /// <summary>What notes how far a backfill has come.</summary>
    public NpgsqlBatchCommand Advanced(StepRecord record, string cursor)
    {
        var entry = ((BackfillStep)record.Step).Entry;
        return new(sql.WriteCursor)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Text(Words.Of(entry.Phase)),
                Parameter.Integer(entry.Number),
                Parameter.Text(entry.Fingerprint),
                Parameter.Text(entry.Description),
                Parameter.Cursor(cursor),
                Parameter.Rows(record.Rows),
                Parameter.Duration(record.Duration),
            },
        };
    }

    /// <summary>What notes an event that befell a step.</summary>
    public NpgsqlBatchCommand Event(string kind, StepRecord record, Failure? failure) =>
        new(sql.WriteEvent)
        {
            Parameters =
            {
                Parameter.Text(kind),
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Text(record.Step.Migration.Name),
                Parameter.Text(Words.Of(record.Step.Phase)),
                Parameter.Text(record.Step.Description),
                Parameter.Duration(record.Duration),
                Parameter.User(record.Actor),
                Parameter.Text(record.Actor.Host),
                Parameter.Integer(record.Actor.Process),
                Parameter.Text(record.Actor.AppVersion),
                Parameter.Text(failure?.Sql),
                Parameter.Text(failure?.Code),
                Parameter.Text(failure?.Message),
                Parameter.Text(failure?.Stack),
                Parameter.Text(failure is { Blockers.Count: > 0 } ? string.Join('\n', failure.Blockers) : null),
            },
        };

    // A start of another release trusts its stamp only as long as nothing was taken away from it.
    private static bool Outdates(StepRecord record) => record.Step.Reaches == MigrationState.Contracted;

    private NpgsqlBatchCommand WriteMigration(StepRecord record, MigrationState? reached)
    {
        var migration = record.Step.Migration;
        return new(sql.WriteMigration)
        {
            Parameters =
            {
                Parameter.Bigint(migration.Id),
                Parameter.Text(migration.Name),
                Parameter.Text(migration.Scope),
                Parameter.Text(migration.Owner),
                Parameter.Text(migration.Reason),
                Parameter.Text(reached is { } state ? Words.Of(state) : null),
                Parameter.Text(migration.Fingerprint),
                Parameter.Text(migration.Definition),
                Parameter.Text(record.Actor.AppVersion),
                Parameter.Boolean(record.Step.IsBirth),
                Parameter.Boolean(reached >= MigrationState.Migrated),
            },
        };
    }

    private NpgsqlBatchCommand[] Revert(StepRecord record) =>
    [
        .. record.Step.Reaches == MigrationState.Pending
            ? [new NpgsqlBatchCommand(sql.ForgetMigration) { Parameters = { Parameter.Bigint(record.Step.Migration.Id) } }]
            : (NpgsqlBatchCommand[])[RevertSteps(record), WriteRollback(record, record.Step.Reaches)],
        Event("reverted", record, failure: null),
        new(sql.ForgetStamps),
    ];

    private NpgsqlBatchCommand WriteRollback(StepRecord record, MigrationState state) =>
        new(sql.WriteRollback) { Parameters = { Parameter.Bigint(record.Step.Migration.Id), Parameter.Text(Words.Of(state)) } };

    private NpgsqlBatchCommand RevertSteps(StepRecord record) =>
        new(sql.RevertSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Completes.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Completes.Select(step => step.Number)),
            },
        };

    private NpgsqlBatchCommand WriteSteps(StepRecord record, StepState state, string? error) =>
        new(sql.WriteSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Completes.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Completes.Select(step => step.Number)),
                Parameter.Texts(record.Step.Completes.Select(step => step.Fingerprint)),
                Parameter.Texts(record.Step.Completes.Select(step => step.Description)),
                Parameter.Text(Words.Of(state)),
                Parameter.Rows(record.Rows),
                Parameter.Duration(record.Duration),
                Parameter.Text(error),
            },
        };

    private NpgsqlBatchCommand ForgetSteps(StepRecord record) =>
        new(sql.ForgetSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Leaves.Select(step => step.Number)),
            },
        };

    private NpgsqlBatchCommand LeaveSteps(StepRecord record) =>
        new(sql.LeaveSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(record.Step.Leaves.Select(step => step.Number)),
                Parameter.Texts(record.Step.Leaves.Select(step => step.Fingerprint)),
                Parameter.Texts(record.Step.Leaves.Select(step => step.Description)),
                Parameter.Texts(record.Step.Leaves.Select(step => Words.Of(step.State))),
            },
        };
}
