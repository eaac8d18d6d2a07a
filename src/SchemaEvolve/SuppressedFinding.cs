using System.Globalization;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>A danger that a rule has found, and that a migration says is none.</summary>
/// <param name="Finding">The danger.</param>
/// <param name="Migration">The migration that says so.</param>
/// <param name="Suppression">Why, for how long, and who answers for that.</param>
public sealed record SuppressedFinding(Finding Finding, RecordedMigration Migration, Suppression Suppression)
{
    /// <summary>As the journal remembers it.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Finding.Rule} is suppressed until {Suppression.Until:yyyy-MM-dd} by {Suppression.Owner}, because: {Suppression.Because}. It has found: {Finding.Message}");
}
