using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A column is required from the start, and neither the rows that are there nor the running version have a value for it.</summary>
internal sealed class RequiresWhatNobodyGives : ISafetyRule
{
    public string Id => "SE405";

    public string Danger => "A column that nobody fills";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddColumn>()
            .Where(asked => review.IsLive(asked.Operation.Table) && asked.Operation.Column is { IsNullable: false, Default: null, Identity: null, Generated: null })
            .Select(asked => this.Finds(
                asked.By,
                $"Column {asked.Operation.Column.Name} of {asked.Operation.Table} is required, and has no default: rows that are there have no value, and the version that runs writes none. Give it a default, or a value for each row.",
                $"{CSharp.Table(asked.Operation.Table)}\n    .AddColumn({CSharp.Column(asked.Operation.Column.Name, asked.Operation.Column.Type)})\n    .RequireColumn(\"{asked.Operation.Column.Name}\", fill: $\"…\");"));
}
