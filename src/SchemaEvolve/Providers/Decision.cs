namespace SchemaEvolve.Providers;

/// <summary>An approval of a migration that is given or taken back.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="Name">The name of the migration.</param>
/// <param name="By">Whose approval it is.</param>
/// <param name="Note">What was said about it.</param>
/// <param name="Actor">Who wrote it down.</param>
public sealed record Decision(long Migration, string Name, string By, string? Note, Actor Actor)
{
    /// <summary>What the journal says of it, after a word such as <c>Approved</c>.</summary>
    public string Describe(string what) => $"{what} by {By}{(Note is null ? "" : $": {Note}")}";
}
