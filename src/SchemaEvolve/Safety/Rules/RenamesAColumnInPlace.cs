using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column loses its name while the running version of the application still uses it.</summary>
internal sealed class RenamesAColumnInPlace : ISafetyRule
{
    public string Id => "SE401";

    public string Danger => "A column that is renamed in place";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<RenameColumn>()
            .Where(asked => asked.By.IsInPlace && review.IsLive(asked.Operation.Table))
            .Select(asked => this.Finds(
                asked.By,
                $"Renaming {asked.Operation.Table}.{asked.Operation.From} in place breaks every running instance that still reads or writes {asked.Operation.From}.",
                $"{CSharp.Table(asked.Operation.Table)}.RenameColumn(\"{asked.Operation.From}\", to: \"{asked.Operation.To}\");"));
}
