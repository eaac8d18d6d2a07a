using SchemaEvolve.Gating;

namespace SchemaEvolve.Running;

/// <summary>What a run is for, and how far it may go.</summary>
internal sealed record Errand
{
    /// <summary>What the application calls for it.</summary>
    public string Command { get; private init; } = $"{nameof(Migrator.MigrateAsync)}()";

    /// <summary>Whether it ends as soon as the new version of the application can run.</summary>
    public bool OnlyExpands { get; private init; }

    /// <summary>Whether expanding is left to a start. What a rollback has taken back stays so until then.</summary>
    public bool NeverExpands { get; private init; }

    /// <summary>Whether it looks first whether somebody has changed the schema by hand.</summary>
    public bool MindsDrift { get; private init; }

    /// <summary>The gates that count for it, or <see langword="null"/> if it takes nothing away.</summary>
    public Insistence? Heeds { get; private init; }

    /// <summary>Whether somebody asked for what it takes away, rather than that it fell due.</summary>
    public bool IsByHand { get; private init; }

    /// <summary>How long what was taken away is kept, or <see langword="null"/> if it drops nothing of that.</summary>
    public TimeSpan? Retention { get; private init; }

    /// <summary>All that a start has to do.</summary>
    public static Errand Start(MigratorOptions options)
    {
        var errand = options is { Contract: not ContractPolicy.Immediately, WhenToBackfill: Backfilling.Background }
            ? new() { OnlyExpands = true }
            : Work(options) with { NeverExpands = false };

        return errand with { MindsDrift = options.Drift != Drift.Ignore };
    }

    /// <summary>All that goes on after a start.</summary>
    public static Errand Work(MigratorOptions options) => options.Contract switch
    {
        ContractPolicy.WhenDue => new() { NeverExpands = true, Heeds = Insistence.Precaution, Retention = options.Retention },
        ContractPolicy.Immediately => new() { NeverExpands = true, Retention = options.Retention },
        _ => new() { NeverExpands = true },
    };

    /// <summary>Takes away what those who call have looked after themselves.</summary>
    public static Errand Contract(MigratorOptions options, bool force) => new()
    {
        Command = $"{nameof(Migrator.ContractAsync)}({(force ? "force: true" : "")})",
        IsByHand = true,
        Heeds = force ? Insistence.Necessity : Insistence.Decision,
        Retention = options.Retention,
    };

    /// <summary>Drops what is kept, however short a time it has been.</summary>
    public static Errand Purge() => new() { IsByHand = true, Retention = TimeSpan.Zero };
}
