using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Rows that are there get the moment of the migration by a default.</summary>
internal sealed class GivesAllRowsOneMoment : ISafetyRule
{
    public string Id => "SE926";

    public string Danger => "A moment that all rows share";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddColumn>()
            .Where(asked => review.IsLive(asked.Operation.Table) && Sql.Now.Equals(asked.Operation.Column.Default))
            .Select(asked => this.Finds(
                asked.By,
                $"By its default, {asked.Operation.Column.Name} of {asked.Operation.Table} says of all rows that are there that they are from the moment of the migration. If that is not so, let it be unknown there.",
                $"{CSharp.Table(asked.Operation.Table)}\n    .AddColumn({CSharp.Column(asked.Operation.Column.Name, asked.Operation.Column.Type)})\n    .SetDefaultSql(\"{asked.Operation.Column.Name}\", Sql.Now);"));
}
