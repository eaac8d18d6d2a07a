using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Something is changed in place that both versions of the application could live with.</summary>
internal sealed class BreaksTheRunningVersion : ISafetyRule
{
    public string Id => "SE416";

    public string Danger => "A change in place";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .Where(request => request is { IsInPlace: true, Operation: not (RenameColumn or RenameTable or DropColumn or DropTable or SetDefault) and { IsOpaque: false } }
                && request.Operation.Tables.Any(review.IsLive)
                && Staging.Of(request) is { IsStaged: true })
            .Select(request => this.Finds(
                request,
                $"“{request.Operation.Description}” is done in place and at once, while the version that runs may still rely on what was. Outside of Unsafe(…), it is done in stages that both versions live with."));
}
