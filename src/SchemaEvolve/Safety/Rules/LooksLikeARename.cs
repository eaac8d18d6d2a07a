using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column goes and another of the same type comes, so that its values are lost.</summary>
internal sealed class LooksLikeARename : ISafetyRule
{
    public string Id => "SE307";

    public string Danger => "A rename in disguise";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<DropColumn>()
            .Where(asked => review.IsLive(asked.Operation.Table))
            .SelectMany(drop => review.Asked<AddColumn>()
                .Where(add => add.By.Migration == drop.By.Migration
                    && add.Operation.Table == drop.Operation.Table
                    && add.Operation.Column is { Generated: null, Identity: null }
                    && add.Operation.Column.Type == drop.Before[drop.Operation.Table].Columns.Find(drop.Operation.Column)?.Type)
                .Select(add => this.Finds(
                    drop.By,
                    $"Column {drop.Operation.Column} of {drop.Operation.Table} goes, and {add.Operation.Column.Name} of the same type comes: if one is to be the other, its values are lost.",
                    $"{CSharp.Table(drop.Operation.Table)}.RenameColumn(\"{drop.Operation.Column}\", to: \"{add.Operation.Column.Name}\");")));
}
