using SchemaEvolve.Gating;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A migration waits for a feature, and nobody can tell whether it is on.</summary>
internal sealed class WaitsForAFeatureForEver : ISafetyRule
{
    public string Id => "SE424";

    public string Danger => "A gate that never opens";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Options.Feature is null
            ? review.Requests
                .SelectMany(request => request.Migration.Gates.OfType<FeatureOn>().Select(gate => (Request: request, gate.Name)))
                .DistinctBy(waiting => (waiting.Request.Migration.Id, waiting.Name))
                .Select(waiting => this.Finds(
                    waiting.Request,
                    $"The contraction waits for feature {waiting.Name}, and nobody can tell whether it is on, so it never comes.",
                    "new MigratorOptions { Feature = (name, token) => … }"))
            : [];
}
