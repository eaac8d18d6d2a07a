using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A required column loses its default while the running version of the application still relies on it.</summary>
internal sealed class DropsADefaultInPlace : ISafetyRule
{
    public string Id => "SE406";

    public string Danger => "A default that is taken away in place";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<SetDefault>()
            .Where(asked => asked.By.IsInPlace
                && asked.Operation.Value is null
                && review.IsLive(asked.Operation.Table)
                && asked.Before.Tables.Find(asked.Operation.Table)?.Columns.Find(asked.Operation.Column) is { IsNullable: false, Default: not null })
            .Select(asked => this.Finds(
                asked.By,
                $"Without the default of {asked.Operation.Table}.{asked.Operation.Column}, every running instance that leaves it out can insert no row.",
                $"{CSharp.Table(asked.Operation.Table)}.DropDefault(\"{asked.Operation.Column}\");"));
}
