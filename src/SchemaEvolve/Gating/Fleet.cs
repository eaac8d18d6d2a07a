using SchemaEvolve.Planning;

namespace SchemaEvolve.Gating;

/// <summary>Opens when no running instance of the application knows less than the migration.</summary>
internal sealed record Fleet : Gate
{
    public override string Description => "no older instance";

    internal override Insistence Insistence => Insistence.Precaution;

    internal override GateStanding Look(Candidate candidate)
    {
        var instances = candidate.Instances;
        var live = instances.Where(instance => instance.IsLive).ToList();

        // Newer ids prove nothing: a migration that was merged late is older than some that everybody knows.
        var older = instances.Where(instance => !instance.Known.Contains(candidate.Migration.Id)).OrderBy(instance => instance.Silence).ToList();
        return (live, older) switch
        {
            (_, [{ IsLive: true } one, ..]) => Shut(Explain(one, candidate.Migration.Id, older.Count(instance => instance.IsLive) - 1)),
            ([], _) => Shut("No instance sends heartbeats, so nobody can tell who still runs. Call ContractAsync when no older version does, or let every instance call JoinAsync, as hosted ones do."),
            (_, [{ } silent, ..]) when !older.All(instance => live.Exists(witness => Witnessed(witness, instance))) => Shut(
                $"{silent}, which does not know it, was seen {Spoken.Of(silent.Silence)} ago. It counts as gone when another instance has been heard without a break for {Spoken.Of(silent.Patience)} meanwhile."),
            _ => Open(live.Count == 1 ? "The only running instance knows it." : $"All {live.Count} running instances know it."),
        };
    }

    // When the server's clock jumps, when the machine was asleep or the database was blocked, everybody has been silent.
    // Only who was heard all the time can witness that another was not.
    private static bool Witnessed(Instance witness, Instance silent) => witness.Steadiness >= silent.Patience;

    private static string Explain(Instance one, long migration, int others)
    {
        var newest = one.Known.DefaultIfEmpty().Max();
        var knows = newest switch
        {
            0 => "knows no migration",
            _ when newest < migration => $"knows migrations up to {RecordedMigration.Spell(newest)} only",
            _ => $"does not know it, though it knows {RecordedMigration.Spell(newest)}",
        };

        return $"{one} was seen {Spoken.Of(one.Silence)} ago and {knows}{(others == 0 ? "" : $", and so with {others} more")}.";
    }
}
