namespace SchemaEvolve.Testing.Rehearsing;

/// <summary>Where a migration is on its way to.</summary>
internal enum Way
{
    Up,
    Down,
}
