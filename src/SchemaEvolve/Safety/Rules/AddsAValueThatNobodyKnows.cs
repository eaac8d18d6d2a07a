using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>An enum type in use gets a value that the running version of the application does not know.</summary>
internal sealed class AddsAValueThatNobodyKnows : ISafetyRule
{
    public string Id => "SE408";

    public string Danger => "A value that old readers do not know";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddEnumValue>()
            .Where(asked => EnumUse.Of(review, asked.Operation.Enum) is not null)
            .Select(asked => this.Finds(
                asked.By,
                $"As soon as somebody writes {asked.Operation.Value} to {EnumUse.Of(review, asked.Operation.Enum)}, the version that runs reads a value that it does not know. Let the new version write it only when the old one is gone."));
}
