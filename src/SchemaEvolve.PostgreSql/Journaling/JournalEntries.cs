using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>What the journal writes, as commands of a batch.</summary>
internal sealed class JournalEntries(JournalSql sql)
{
    /// <summary>What notes that a step is begun.</summary>
    public NpgsqlBatchCommand[] Started(StepRecord record) => record.Step.IsReversal
        ? [WriteRollback(record, MigrationState.RollingBack), new(sql.ForgetStamps)]
        : [WriteMigration(record, reached: null), WriteSteps(record, record.Step.Touches, StepState.Running, error: null)];

    /// <summary>What notes that a step is done.</summary>
    public NpgsqlBatchCommand[] Finished(StepRecord record) => record.Step.IsReversal ? Revert(record) :
    [
        WriteMigration(record, record.Step.Reaches),
        WriteSteps(record, record.Step.Completes, StepState.Done, error: null),
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

    /// <summary>What notes that a step has failed.</summary>
    public NpgsqlBatchCommand[] Failed(StepRecord record, Failure failure) =>
    [
        .. record.Step.IsReversal
            ? (NpgsqlBatchCommand[])[]
            : [WriteMigration(record, reached: null), WriteSteps(record, record.Step.Completes, StepState.Failed, failure.Message)],
        Event("failed", record, failure),
    ];

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

    /// <summary>What notes the steps of a migration that were begun or have failed as done.</summary>
    public NpgsqlBatchCommand Repaired(Decision decision) => Told(sql.Repair, new(decision.Migration, decision.Name, decision.Describe("Repaired"), decision.Actor));

    /// <summary>What notes that a migration is held.</summary>
    public NpgsqlBatchCommand Held(Notice notice) => Told(sql.Hold, notice);

    /// <summary>What notes that a migration suppresses what a rule has found.</summary>
    public NpgsqlBatchCommand Suppressed(Notice notice) => Told(sql.Suppress, notice);

    private static NpgsqlBatchCommand Told(string text, Notice notice) => new(text)
    {
        Parameters =
        {
            Parameter.Bigint(notice.Migration),
            Parameter.Text(notice.Name),
            Parameter.Text(notice.Text),
            Parameter.User(notice.Actor),
            Parameter.Text(notice.Actor.Host),
            Parameter.Integer(notice.Actor.Process),
            Parameter.Text(notice.Actor.AppVersion),
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

    private NpgsqlBatchCommand WriteSteps(StepRecord record, ValueList<StepEntry> entries, StepState state, string? error) =>
        new(sql.WriteSteps)
        {
            Parameters =
            {
                Parameter.Bigint(record.Step.Migration.Id),
                Parameter.Texts(entries.Select(step => Words.Of(step.Phase))),
                Parameter.Integers(entries.Select(step => step.Number)),
                Parameter.Texts(entries.Select(step => step.Fingerprint)),
                Parameter.Texts(entries.Select(step => step.Description)),
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
