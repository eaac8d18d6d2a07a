using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Something is taken away, and the migration does not say why.</summary>
internal sealed class TakesAwayWithoutAReason : ISafetyRule
{
    public string Id => "SE917";

    public string Danger => "A drop without a reason";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Requests
            .Where(request => request is { IsInPlace: false, Operation: DropTable or DropColumn or DeleteRows, Migration.Reason: null or "" } && request.Operation.Tables.All(review.IsLive))
            .DistinctBy(request => request.Migration.Id)
            .Select(request => this.Finds(
                request,
                $"“{request.Operation.Description}” takes something away, and nobody will know why.",
                $"[Migration({RecordedMigration.Spell(request.Migration.Id)}, Reason = \"…\")]"));
}
