using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Many rows are written in one statement, whose locks are held until its end.</summary>
internal sealed class WritesManyRowsAtOnce : ISafetyRule
{
    private const long Many = 100_000;

    public string Id => "SE701";

    public string Danger => "Many rows in one statement";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .Where(request => request.Operation is UpdateRows or DeleteRows && review.SizeOf(request.Operation.Tables[0]) is { Rows: > Many } && review.IsLive(request.Operation.Tables[0]))
            .Select(request => this.Finds(
                request,
                $"“{request.Operation.Description}” goes through about {CSharp.Count(review.SizeOf(request.Operation.Tables[0])!.Rows)} rows in one statement, and keeps each that it writes locked until its end. In batches, others go on between them.",
                Instead(request.Operation)));

    private static string? Instead(Operation operation) => operation is UpdateRows { Assignments: [var set] } update
        ? $"{CSharp.Table(update.Table)}.Backfill(\"{set.Column}\", $\"{set.Value}\", Undo.Nothing, where: $\"{update.Where}\");"
        : null;
}
