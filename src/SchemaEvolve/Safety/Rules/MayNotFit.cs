using SchemaEvolve.Changes;

namespace SchemaEvolve.Safety.Rules;

/// <summary>Numbers go over to a type that has less room.</summary>
internal sealed class MayNotFit : ISafetyRule
{
    public string Id => "SE506";

    public string Danger => "Numbers that may not fit";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        Turned.In(review)
            .Where(turned => turned.IsPlain && IsNarrower(turned.From, turned.To))
            .Select(turned => this.Finds(
                turned.By,
                $"Column {turned.Column} of {turned.Table} goes from {turned.From} to {turned.To}: one number that is too large stops the migration, and one that the version that runs writes is refused. Check that there is none before anything is done.",
                $"schema.Require(\"Every {turned.Column} of {turned.Table} fits into {turned.To}\", offenders: $\"SELECT … FROM {turned.Table} WHERE {turned.Column} > …\");"))
            .Where(finding => !review.Requests.Any(request => request.Migration.Label == finding.Migration && request.Operation is CheckRows));

    private static bool IsNarrower(ColumnType from, ColumnType to) => (from, to) switch
    {
        (IntegerType many, IntegerType few) => few.Bits < many.Bits,
        (DecimalType many, DecimalType few) => few.Precision - few.Scale < many.Precision - many.Scale,
        (IntegerType { Bits: var bits }, DecimalType few) => few.Precision - few.Scale < (bits == 64 ? 19 : bits == 32 ? 10 : 5),
        (FloatType or DecimalType, IntegerType) => true,
        _ => false,
    };
}
