namespace SchemaEvolve.Safety.Rules;

/// <summary>Everything is to be done at once, though other instances run that do not know the migration.</summary>
internal sealed class TakesAwayFromOthers : ISafetyRule
{
    public string Id => "SE423";

    public string Danger => "A contraction under running instances";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Options.Contract == ContractPolicy.Immediately && Older(review) is { Count: > 0 } older
            ? review.Requests
                .Where(request => request.Operation.Tables.Any(review.IsLive) && Staging.Of(request) is { IsStaged: true })
                .Select(request => this.Finds(
                    request,
                    $"“{request.Operation.Description}” is done at once by ContractPolicy.Immediately, but there runs: {string.Join("; ", older)}. That takes away what they still use.",
                    "new MigratorOptions { Contract = ContractPolicy.WhenDue }"))
            : [];

    private static List<Instance> Older(Review review) =>
        [.. review.Instances.Where(instance => instance.IsLive && review.Requests.Any(request => !instance.Known.Contains(request.Migration.Id)))];
}
