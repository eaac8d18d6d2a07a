using System.Reflection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SchemaEvolve;

/// <summary>How a <c>Migrator</c> goes about its work.</summary>
public sealed record MigratorOptions
{
    /// <summary>When migrations take away what is no longer needed.</summary>
    /// <value>The default value is <see cref="ContractPolicy.Immediately"/>.</value>
    public ContractPolicy Contract { get; init; } = ContractPolicy.Immediately;

    /// <summary>What becomes of a migration that is older than one that has run.</summary>
    /// <value>The default value is <see cref="OutOfOrder.AllowIfIndependent"/>.</value>
    public OutOfOrder OutOfOrder { get; init; } = OutOfOrder.AllowIfIndependent;

    /// <summary>What a start does when another process is migrating.</summary>
    /// <value>The default value is <see cref="WhenLocked.WaitThenVerify"/>.</value>
    public WhenLocked WhenLocked { get; init; } = WhenLocked.WaitThenVerify;

    /// <summary>How long a start waits for another process.</summary>
    /// <value>The default value is five minutes.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The version of the application, as the journal keeps it.</summary>
    /// <value>The default value is the version of the program that was started.</value>
    public string AppVersion { get; init; } =
        Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Hears of each step when it begins and when it ends.</summary>
    /// <value>The default value is <see langword="null"/>: nobody hears.</value>
    public IProgress<MigrationProgress>? Progress { get; init; }

    /// <summary>The clock by which is waited.</summary>
    /// <value>The default value is the clock of the system.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where logs go.</summary>
    /// <value>The default value is nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
