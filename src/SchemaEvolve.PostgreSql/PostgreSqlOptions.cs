using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SchemaEvolve.PostgreSql;

/// <summary>How migrations treat a PostgreSQL database and those who use it meanwhile.</summary>
public sealed record PostgreSqlOptions
{
    /// <summary>The connection string for migrating, where it is another than the application's: another role, or a way past a pooler.</summary>
    /// <value>The default value is <see langword="null"/>: the application's own.</value>
    public string? MigrationConnectionString { get; init; }

    /// <summary>The schema of the journal.</summary>
    /// <value>The default value is <c>schema_evolve</c>.</value>
    public Identifier JournalSchema { get; init; } = "schema_evolve";

    /// <summary>How one process at a time is let migrate.</summary>
    /// <value>The default value is <see cref="LockStrategy.Advisory"/>.</value>
    public LockStrategy LockStrategy { get; init; } = LockStrategy.Advisory;

    /// <summary>How long a lease is good for without being renewed. It is renewed three times as often.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long any query of the application may have to wait because a migration waits for a table.</summary>
    /// <value>The default value is 100 milliseconds.</value>
    public TimeSpan MaxStall { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a migration tries to get hold of a table, before it fails and says who was in the way.</summary>
    /// <value>The default value is two minutes.</value>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often is told how far a statement has come that runs for long without blocking anyone, such as a concurrent index build.</summary>
    /// <value>The default value is five seconds.</value>
    public TimeSpan ReportEvery { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tells how many bytes are free on the disk of the server, which the server itself does not know.</summary>
    /// <value>The default value is <see langword="null"/>: nobody can tell.</value>
    public Func<CancellationToken, ValueTask<long?>>? FreeSpace { get; init; }

    /// <summary>The clock by which is waited.</summary>
    /// <value>The default value is the clock of the system.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where is told who is in the way of a migration, and how far a concurrent index build has come.</summary>
    /// <value>The default value is nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
