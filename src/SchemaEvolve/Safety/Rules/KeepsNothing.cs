using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Something is dropped, and by the options nothing of it is kept for a rollback.</summary>
internal sealed class KeepsNothing : ISafetyRule
{
    public string Id => "SE310";

    public string Danger => "A drop that nothing is kept of";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Options is { Retention: var retention, Contract: var policy } && (retention == TimeSpan.Zero || policy == ContractPolicy.Immediately)
            ? review.Requests
                .Where(request => request is { IsInPlace: false, Operation: DropTable or DropColumn } && request.Operation.Tables.All(review.IsLive))
                .Select(request => this.Finds(
                    request,
                    $"“{request.Operation.Description}” keeps nothing for a rollback, because of {(policy == ContractPolicy.Immediately ? "ContractPolicy.Immediately" : "a Retention of zero")}.",
                    policy == ContractPolicy.Immediately
                        ? "new MigratorOptions { Contract = ContractPolicy.WhenDue, Soak = TimeSpan.Zero }"
                        : "new MigratorOptions { Retention = TimeSpan.FromDays(7) }"))
            : [];
}
