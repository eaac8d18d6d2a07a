namespace SchemaEvolve.Safety.Rules;

/// <summary>A column goes over to a type that holds less, and what is lost is not said.</summary>
internal sealed class LosesValuesOnTheWay : ISafetyRule
{
    public string Id => "SE308";

    public string Danger => "A conversion that loses values";

    public FindingSeverity Severity => FindingSeverity.Error;

    public IEnumerable<Finding> Check(Review review) =>
        Turned.In(review)
            .Where(turned => turned.IsPlain && Loss(review.Plan.Engine, turned.From, turned.To) is not null)
            .Select(turned => this.Finds(
                turned.By,
                $"Column {turned.Column} of {turned.Table} goes from {turned.From} to {turned.To}, and the database {Loss(review.Plan.Engine, turned.From, turned.To)} without a word. Say how the values go over.",
                turned.Instead(Way(turned.From, turned.To))));

    private static string? Loss(string engine, ColumnType from, ColumnType to) => (from, to) switch
    {
        (FloatType or DecimalType { Scale: > 0 }, IntegerType) => engine == Engines.Sqlite ? "cuts off what is behind the point" : "rounds them",
        _ when engine == Engines.Sqlite => null,
        (TextType long_, TextType { Max: { } max }) when !(long_.Max <= max) => "cuts what is longer",
        (TextType or CharType, CharType { Length: var length }) when !(LengthOf(from) <= length) => "cuts what is longer",
        (CharType { Length: var length }, TextType { Max: { } max }) when length > max => "cuts what is longer",
        (FloatType, DecimalType) => "rounds them",
        (DecimalType many, DecimalType few) when few.Scale < many.Scale => "rounds them",
        (FloatType { Bits: 64 } or DecimalType or IntegerType { Bits: 64 }, FloatType { Bits: 32 }) => "rounds them",
        (TimestampType, DateType) => "forgets the time of day",
        (TimestampType, TimeType) => "forgets the date",
        _ => null,
    };

    private static int? LengthOf(ColumnType type) => type is CharType { Length: var length } ? length : ((TextType)type).Max;

    private static string Way(ColumnType from, ColumnType to) => (from, to) switch
    {
        (_, IntegerType) => "round({old})",
        (_, DecimalType { Scale: var scale }) => $"round(CAST({{old}} AS numeric), {scale})",
        (_, TextType { Max: { } max }) => $"substr({{old}}, 1, {max})",
        (_, CharType { Length: var length }) => $"substr({{old}}, 1, {length})",
        (_, DateType) => "CAST({old} AT TIME ZONE 'UTC' AS date)",
        _ => "{old}",
    };
}
