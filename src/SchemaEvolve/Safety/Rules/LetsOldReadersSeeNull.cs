using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A required column is dropped, and the running version reads rows without it in the meantime.</summary>
internal sealed class LetsOldReadersSeeNull : ISafetyRule
{
    public string Id => "SE417";

    public string Danger => "A dropped column that old readers see empty";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Options.Contract == ContractPolicy.Immediately ? [] : review.Asked<DropColumn>()
            .Where(asked => asked is { By.IsInPlace: false, Operation.Down: null }
                && review.IsLive(asked.Operation.Table)
                && asked.Before.Tables.Find(asked.Operation.Table)?.Columns.Find(asked.Operation.Column) is { IsNullable: false, Default: null, Identity: null, Generated: null })
            .Select(asked => this.Finds(
                asked.By,
                $"Rows that the new version inserts have no {asked.Operation.Column}, and the version that runs reads NULL from {asked.Operation.Table}.{asked.Operation.Column}, which never was NULL before. Say what it reads instead.",
                $"{CSharp.Table(asked.Operation.Table)}.DropColumn(\"{asked.Operation.Column}\", down: $\"…\");"));
}
