using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A value of an enum type gets another name, which one version knows and the other does not.</summary>
internal sealed class RenamesAnEnumValue : ISafetyRule
{
    public string Id => "SE403";

    public string Danger => "A value that is renamed under both versions";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<RenameEnumValue>()
            .Where(asked => EnumUse.Of(review, asked.Operation.Enum) is not null)
            .Select(asked => this.Finds(
                asked.By,
                $"Value {asked.Operation.From} of {asked.Operation.Enum} becomes {asked.Operation.To} in all rows of {EnumUse.Of(review, asked.Operation.Enum)} at once, and no database takes both: the version that writes {asked.Operation.From} fails from then on, and the one that writes {asked.Operation.To} until then.",
                $"schema.AddEnumValue({CSharp.Name(asked.Operation.Enum)}, \"{asked.Operation.To}\");"));
}
