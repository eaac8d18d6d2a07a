namespace SchemaEvolve.Providers;

/// <summary>What somebody has decided about a migration: an approval that is given or taken back, or a repair.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="By">Who has decided.</param>
/// <param name="Note">What was said about it.</param>
/// <param name="Actor">Who wrote it down.</param>
public sealed record Decision(long Migration, string Name, string By, string? Note, Actor Actor)
{
    /// <summary>What the journal says of it, after a word such as <c>Approved</c>.</summary>
    public string Describe(string what) => $"{what} by {By}{(Note is null ? "" : $": {Note}")}";
}
