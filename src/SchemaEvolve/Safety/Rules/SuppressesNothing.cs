namespace SchemaEvolve.Safety.Rules;

/// <summary>A rule is suppressed that has nothing to say, or is none.</summary>
internal sealed class SuppressesNothing : ISafetyRule
{
    public string Id => "SE920";

    public string Danger => "A suppression of nothing";

    public FindingSeverity Severity => FindingSeverity.Note;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .DistinctBy(request => request.Migration.Id)
            .SelectMany(request => request.Migration.Suppressions.Select(suppression => (Request: request, Suppression: suppression)))
            .Where(one => Silences(review, one.Request, one.Suppression) is false)
            .Select(one => this.Finds(
                one.Request,
                $"{one.Suppression.Owner} suppresses {one.Suppression.Rule} until {one.Suppression.Until:yyyy-MM-dd}, {(SafetyRules.Of(review).Any(rule => rule.Id == one.Suppression.Rule) ? "but the rule has nothing to say here" : "but there is no such rule")}. Take the line out."));

    private static bool Silences(Review review, Request request, Suppression suppression)
    {
        var rule = SafetyRules.Of(review).FirstOrDefault(rule => rule.Id == suppression.Rule);

        return rule is not null && (!rule.IsTimeless || review.Plan.IsFresh || rule.Check(review).Any(finding => finding.Migration == request.Migration.Label));
    }
}
