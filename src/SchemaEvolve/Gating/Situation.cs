using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Gating;

/// <summary>How things stand with a database at one moment.</summary>
/// <param name="History">What the journal knows of the migrations.</param>
/// <param name="Observation">Who runs, what was approved, and what time it is.</param>
/// <param name="Features">What the application said of its features.</param>
internal sealed record Situation(History History, Observation Observation, ValueList<FeatureAnswer> Features)
{
    /// <summary>What stands in the way of migrations that are due.</summary>
    public ValueList<Obstacle> Obstacles { get; init; } = [];

    /// <summary>What stands in the way of a migration, or <see langword="null"/> if nothing is known of.</summary>
    public Obstacle? ObstacleOf(long migration) => Obstacles.FirstOrDefault(obstacle => obstacle.Migration.Id == migration);
}
