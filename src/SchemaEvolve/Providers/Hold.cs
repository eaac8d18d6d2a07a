namespace SchemaEvolve.Providers;

/// <summary>A migration that was due, and takes nothing away all the same.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="Why">What keeps it.</param>
/// <param name="Actor">Who found that out.</param>
public sealed record Hold(long Migration, string Name, string Why, Actor Actor);
