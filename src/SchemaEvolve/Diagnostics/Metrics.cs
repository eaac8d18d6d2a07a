using System.Diagnostics.Metrics;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Diagnostics;

/// <summary>The metrics. Their names, units and tags are part of the contract and never change.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/general/metrics/</remarks>
internal static class Metrics
{
    public static Histogram<double> RunDuration { get; } =
        Telemetry.Meter.CreateHistogram<double>("schema_evolve.run.duration", "s", "How long runs that had something to do took, without waiting for the lock.");

    public static Counter<long> Migrations { get; } =
        Telemetry.Meter.CreateCounter<long>("schema_evolve.migrations", "{migration}", "Migrations that have reached a state.");

    public static Histogram<double> StepDuration { get; } =
        Telemetry.Meter.CreateHistogram<double>("schema_evolve.step.duration", "s", "How long steps took.");

    public static Histogram<double> LockWaitDuration { get; } =
        Telemetry.Meter.CreateHistogram<double>("schema_evolve.lock.wait.duration", "s", "How long runs waited for the migration lock.");

    public static Counter<long> Retries { get; } =
        Telemetry.Meter.CreateCounter<long>("schema_evolve.step.retries", "{retry}", "Parts of steps that were tried again.");

    public static UpDownCounter<long> StepsBlocked { get; } =
        Telemetry.Meter.CreateUpDownCounter<long>("schema_evolve.steps.blocked", "{step}", "Steps that others keep waiting at the moment.");

    public static Histogram<double> BlockedDuration { get; } =
        Telemetry.Meter.CreateHistogram<double>("schema_evolve.step.blocked.duration", "s", "How long others kept steps waiting.");

    public static Counter<long> Errors { get; } =
        Telemetry.Meter.CreateCounter<long>("schema_evolve.errors", "{error}", "Steps that failed.");

    public static Counter<long> BackfillRows { get; } =
        Telemetry.Meter.CreateCounter<long>("schema_evolve.backfill.rows", "{row}", "Rows that backfills have looked at.");

    public static Gauge<long> BackfillRowsLeft { get; } =
        Telemetry.Meter.CreateGauge<long>("schema_evolve.backfill.rows.left", "{row}", "Rows that a backfill has still to look at, about.");

    public static Histogram<double> BatchDuration { get; } =
        Telemetry.Meter.CreateHistogram<double>("schema_evolve.backfill.batch.duration", "s", "How long batches of backfills took, which is how long others may wait for their rows.");

    public static Gauge<long> Gates { get; } =
        Telemetry.Meter.CreateGauge<long>("schema_evolve.gates", "{gate}", "Gates of the migrations that have something to take away, open and shut.");

    public static Gauge<long> Contracts { get; } =
        Telemetry.Meter.CreateGauge<long>("schema_evolve.contracts", "{migration}", "Migrations that have something to take away: those whose gates are all open are due, the others wait.");

    /// <summary>The state that a step brings its migration to, or <see langword="null"/> if it leaves something of its phase to do.</summary>
    public static MigrationState? StateReachedBy(Step step) => step switch
    {
        { IsReversal: true, Reaches: var state } => state == MigrationState.RollingBack ? null : state,
        { Phase: Phase.Expand, Reaches: >= MigrationState.Expanded and var state } => state,
        { Phase: Phase.Migrate, Reaches: >= MigrationState.Migrated and var state } => state,
        { Phase: Phase.Contract, Reaches: >= MigrationState.Contracted and var state } => state,
        { Phase: Phase.Purge, Reaches: >= MigrationState.Purged and var state } => state,
        _ => null,
    };
}
