namespace SchemaEvolve;

/// <summary>Somebody's word that a migration may take away what it has to, as the journal keeps it.</summary>
/// <param name="Migration">The id of the migration.</param>
/// <param name="By">Whose word it is.</param>
/// <param name="Note">What was said about it.</param>
/// <param name="At">When it was given, by the server's clock.</param>
public sealed record Approval(long Migration, string By, string? Note, DateTimeOffset At);
