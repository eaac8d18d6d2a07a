using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Why a step failed, as the journal keeps it for the post-mortem.</summary>
/// <param name="Message">The message of the exception.</param>
/// <param name="Sql">The statement, or <see langword="null"/> if it was C#.</param>
/// <param name="Code">The SQLSTATE or the database's own code, or <see langword="null"/>.</param>
/// <param name="Stack">The whole exception, with its stack, or <see langword="null"/> if there was none.</param>
public sealed record Failure(string Message, string? Sql, string? Code, string? Stack)
{
    /// <summary>Who was in the way, as far as the database tells.</summary>
    public ValueList<string> Blockers { get; init; } = [];
}
