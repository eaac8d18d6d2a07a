using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>How a <c>Migrator</c> goes about its work.</summary>
public sealed record MigratorOptions
{
    /// <summary>When migrations take away what is no longer needed.</summary>
    /// <value>The default value is <see cref="ContractPolicy.WhenDue"/>.</value>
    public ContractPolicy Contract { get; init; } = ContractPolicy.WhenDue;

    /// <summary>How long rows are verified before anything is taken away, unless the migration says otherwise by <see cref="Gate.Soaked"/>.</summary>
    /// <value>The default value is 24 hours.</value>
    public TimeSpan Soak { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The hours at which anything may be taken away.</summary>
    /// <value>The default value is <see langword="null"/>: at any time.</value>
    public MaintenanceWindow? Window { get; init; }

    /// <summary>How long what was taken away is kept under another name, so that a rollback can give it back.</summary>
    /// <value>The default value is 7 days. With <see cref="TimeSpan.Zero"/>, it is dropped at once.</value>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Tells whether a feature of the application is on, for <see cref="Gate.Feature"/>.</summary>
    /// <value>The default value is <see langword="null"/>: nobody can tell.</value>
    public Func<string, CancellationToken, ValueTask<bool>>? Feature { get; init; }

    /// <summary>How often a process that has joined by <see cref="Migrator.JoinAsync"/> says that it runs. After three that are missing, and five seconds, it counts as gone.</summary>
    /// <value>The default value is 10 seconds.</value>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>When existing rows are brought up to date. How that is done, <see cref="Backfills"/> says.</summary>
    /// <value>The default value is <see cref="Backfilling.Inline"/>; in a host, it is <see cref="Backfilling.Background"/>.</value>
    public Backfilling WhenToBackfill { get; init; } = Backfilling.Inline;

    /// <summary>What becomes of a migration that is older than one that has run.</summary>
    /// <value>The default value is <see cref="OutOfOrder.AllowIfIndependent"/>.</value>
    public OutOfOrder OutOfOrder { get; init; } = OutOfOrder.AllowIfIndependent;

    /// <summary>What a start that has something to do makes of a schema that somebody has changed by hand.</summary>
    /// <value>The default value is <see cref="Drift.Warn"/>.</value>
    public Drift Drift { get; init; } = Drift.Warn;

    /// <summary>What a start that has something to do makes of the dangers in its plan. See docs/rules.</summary>
    /// <value>The default value is <see cref="SafetyLevel.Rewrite"/>.</value>
    public SafetyLevel Safety { get; init; } = SafetyLevel.Rewrite;

    /// <summary>Rules of the application's own, besides those of the library.</summary>
    /// <value>The default value is none.</value>
    public ValueList<ISafetyRule> Rules { get; init; } = [];

    /// <summary>Where the application runs, such as <c>production</c>. The first start that has something to do marks the database with it, and one that says something else, or nothing, is stopped from then on.</summary>
    /// <value>The default value is <see langword="null"/>: it does not say.</value>
    public string? Environment { get; init; }

    /// <summary>What a start does when another process is migrating.</summary>
    /// <value>The default value is <see cref="WhenLocked.WaitThenVerify"/>.</value>
    public WhenLocked WhenLocked { get; init; } = WhenLocked.WaitThenVerify;

    /// <summary>How long a start waits for another process.</summary>
    /// <value>The default value is five minutes.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How backfills treat the database and those who use it meanwhile.</summary>
    /// <value>The default value has the defaults of <see cref="BackfillOptions"/>.</value>
    public BackfillOptions Backfills { get; init; } = new();

    /// <summary>The version of the application, as the journal keeps it.</summary>
    /// <value>The default value is the version of the program that was started.</value>
    public string AppVersion { get => field ?? Program.Version; init; }

    /// <summary>Hear all that befalls a run, at the moment when it does.</summary>
    /// <value>The default value is empty: nobody hears. In a host, all <see cref="IMigrationObserver"/> among the services hear.</value>
    public ValueList<IMigrationObserver> Observers { get; init; } = [];

    /// <summary>Hears of each step when it begins and when it ends.</summary>
    /// <value>The default value is <see langword="null"/>: nobody hears.</value>
    public IProgress<MigrationProgress>? Progress { get; init; }

    /// <summary>How often is looked how the database fares while a step runs, if anybody listens to those metrics.</summary>
    /// <value>The default value is five seconds.</value>
    public TimeSpan SampleEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The clock by which is waited.</summary>
    /// <value>The default value is the clock of the system.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where logs go.</summary>
    /// <value>The default value is nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    // Who has nothing to do writes nothing down, and need not look for it.
    private static class Program
    {
        public static string Version { get; } =
            Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
    }
}
