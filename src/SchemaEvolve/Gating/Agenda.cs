namespace SchemaEvolve.Gating;

/// <summary>Tells when there may be something to do again.</summary>
internal static class Agenda
{
    private static readonly TimeSpan Soonest = TimeSpan.FromSeconds(1);

    // Nobody tells when an instance goes, a feature is switched or somebody approves.
    private static readonly TimeSpan Latest = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait, or <see langword="null"/> if nothing is waited for.</summary>
    /// <param name="waiting">The migrations that have still something to take away.</param>
    /// <param name="situation">How things stand.</param>
    /// <param name="retention">How long what was taken away is kept.</param>
    public static TimeSpan? LookAgainIn(IEnumerable<MigrationStanding> waiting, Situation situation, TimeSpan retention)
    {
        DateTimeOffset?[] turns =
        [
            .. waiting.SelectMany(migration => migration.Gates).Where(gate => !gate.IsOpen).Select(gate => gate.OpensAt),
            .. situation.History.Migrations.Where(entry => entry.HasLeft(Phase.Purge))
                .Select(entry => situation.ObstacleOf(entry.Id) is null ? (DateTimeOffset?)entry.ChangedAt + retention : null),
        ];

        return turns is [] ? null : Clamp(turns.Min() - situation.Observation.Now);
    }

    private static TimeSpan Clamp(TimeSpan? turn) => turn switch
    {
        { } span when span < Soonest => Soonest,
        { } span when span < Latest => span,
        _ => Latest,
    };
}
