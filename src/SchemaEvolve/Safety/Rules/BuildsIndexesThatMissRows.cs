using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>The server has the bug by which an index that is built while others write may miss rows.</summary>
internal sealed class BuildsIndexesThatMissRows : ISafetyRule
{
    public string Id => "SE005";

    public string Danger => "An index that may miss rows";

    public FindingSeverity Severity => FindingSeverity.Error;

    public bool IsTimeless => false;

    public IEnumerable<Finding> Check(Review review) =>
        review is { Plan.Engine: Engines.PostgreSql, Surroundings.Version: { Major: 14, Minor: < 4 } version }
            ? review.Changes
                .Where(made => made.Change is CreateIndex or AddUnique or SetPrimaryKey { Key: not null } && made.Change.Tables.All(review.IsLive))
                .Select(made => this.Finds(
                    made.Step,
                    $"PostgreSQL {version} may leave rows out of an index that is built while others write, here of {made.Change.Tables[0]}: queries would not find them, and a unique rule would let them in twice. Update the server to 14.4 or later before this runs."))
            : [];
}
