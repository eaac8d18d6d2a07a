using SchemaEvolve.Gating;

namespace SchemaEvolve;

/// <summary>A condition on the contraction of a migration. What is taken away is taken away when every gate is open.</summary>
/// <remarks>
/// Three gates are always there: the rows are verified, they have been so for a while (<see cref="MigratorOptions.Soak"/>),
/// and no running instance of the application knows less than the migration.
/// </remarks>
/// <example><code>
/// schema.ContractWhen(Gate.Soaked(TimeSpan.FromDays(7)), Gate.Feature("phone-numbers"));
/// </code></example>
public abstract record Gate
{
    private protected Gate()
    {
    }

    /// <summary>What it asks for, in a few words, such as <c>soaked for 7 days</c>.</summary>
    public abstract string Description { get; }

    /// <summary>How far it yields to those who contract by hand.</summary>
    internal abstract Insistence Insistence { get; }

    /// <summary>Opens when so much time has passed since the rows were verified. It stands in place of <see cref="MigratorOptions.Soak"/>.</summary>
    public static Gate Soaked(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);

        return new Soaked(time);
    }

    /// <summary>Is open while a feature of the application is on, as <see cref="MigratorOptions.Feature"/> says.</summary>
    public static Gate Feature(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        return new FeatureOn(name);
    }

    /// <summary>Opens when somebody has called <see cref="Migrator.ApproveAsync"/>.</summary>
    /// <param name="by">Whose approval it takes, or <see langword="null"/> if anybody's will do.</param>
    public static Gate Approval(string? by = null) => new Approved(by);

    /// <summary>Is open at these hours. A window of <see cref="MigratorOptions.Window"/> has to be open too.</summary>
    public static Gate Window(MaintenanceWindow window)
    {
        ArgumentNullException.ThrowIfNull(window);

        return new InWindow(window);
    }

    /// <summary>Whether it is open for a migration, and why.</summary>
    internal abstract GateStanding Look(Candidate candidate);

    /// <summary>What it asks for.</summary>
    public sealed override string ToString() => Description;

    private protected GateStanding Open(string why) => new(this, IsOpen: true, why);

    private protected GateStanding Shut(string why, DateTimeOffset? opensAt = null) => new(this, IsOpen: false, why) { OpensAt = opensAt };
}
