using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A table loses its name while the running version of the application still uses it.</summary>
internal sealed class RenamesATableInPlace : ISafetyRule
{
    public string Id => "SE402";

    public string Danger => "A table that is renamed in place";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<RenameTable>()
            .Where(asked => asked.By.IsInPlace && review.IsLive(asked.Operation.From))
            .Select(asked => this.Finds(
                asked.By,
                $"Renaming table {asked.Operation.From} in place breaks every running instance that still reads or writes {asked.Operation.From}.",
                $"schema.RenameTable({CSharp.Name(asked.Operation.From)}, to: \"{asked.Operation.To}\");"));
}
