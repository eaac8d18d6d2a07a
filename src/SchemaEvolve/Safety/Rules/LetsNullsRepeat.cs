using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>A unique rule over several columns lets rows repeat in which one of them is NULL.</summary>
internal sealed class LetsNullsRepeat : ISafetyRule
{
    public string Id => "SE912";

    public string Danger => "A unique rule that NULL slips through";

    public FindingSeverity Severity => FindingSeverity.Note;

    public IEnumerable<Finding> Check(Review review) =>
        review.Asked<AddUnique>()
            .Where(asked => asked.Operation.Unique is { AreNullsDistinct: true, Columns.Count: > 1 })
            .SelectMany(asked => asked.Operation.Unique.Columns
                .Where(column => review.After.Tables.Find(asked.Operation.Table)?.Columns.Find(column) is { IsNullable: true })
                .Take(1)
                .Select(column => this.Finds(
                    asked.By,
                    $"Unique constraint {asked.Operation.Unique.Name} of {asked.Operation.Table} lets rows repeat in which {column} is NULL, as no NULL equals another.",
                    $"{CSharp.Table(asked.Operation.Table)}.AddUnique([{CSharp.Names(asked.Operation.Unique.Columns)}], name: null, nullsDistinct: false);")));
}
