namespace SchemaEvolve.Safety.Rules;

/// <summary>The application says that it runs in another environment than the one that the database belongs to.</summary>
internal sealed class RunsInTheWrongPlace : ISafetyRule
{
    public string Id => "SE009";

    public string Danger => "The database of another environment";

    public FindingSeverity Severity => FindingSeverity.Error;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) => Refusal(review.Environment, review.Options.Environment) is { } refusal ? [this.Finds(refusal)] : [];

    /// <summary>Why an application may not touch a database, or <see langword="null"/> if it may.</summary>
    /// <param name="mark">What the database is marked as.</param>
    /// <param name="here">Where the application says that it runs.</param>
    public static string? Refusal(string? mark, string? here) => (mark, here) switch
    {
        (null, _) => null,
        (_, null) => $"This database is marked {mark}, and this application does not say where it runs. Check the connection string, and set MigratorOptions.Environment.",
        _ when mark != here => $"This database is marked {mark}, and this application runs as {here}. Check the connection string. If the database is a copy of the one that belongs to {mark}, let the row “environment” in the journal's table meta say {here}.",
        _ => null,
    };
}
