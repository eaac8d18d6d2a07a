namespace SchemaEvolve.Providers;

/// <summary>Something to be remembered about a migration that is no step: what holds it, or what it suppresses.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="Text">What it is.</param>
/// <param name="Actor">Who found that out.</param>
public sealed record Notice(long Migration, string Name, string Text, Actor Actor);
