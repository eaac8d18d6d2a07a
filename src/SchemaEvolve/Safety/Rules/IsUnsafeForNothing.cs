namespace SchemaEvolve.Safety.Rules;

/// <summary>Something is done in Unsafe that needs no exception.</summary>
internal sealed class IsUnsafeForNothing : ISafetyRule
{
    public string Id => "SE923";

    public string Danger => "Unsafe for nothing";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .Where(request => request.IsInPlace && (request.Operation.IsOpaque || Staging.Of(request) is { IsStaged: false }))
            .Select(request => this.Finds(
                request,
                $"“{request.Operation.Description}” is the same without Unsafe(…), which only makes readers afraid. Take it out of there."));
}
