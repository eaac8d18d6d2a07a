namespace SchemaEvolve.Safety.Rules;

/// <summary>Text becomes another type, and nobody knows whether every row can.</summary>
internal sealed class MayNotConvert : ISafetyRule
{
    public string Id => "SE505";

    public string Danger => "Text that may not convert";

    public FindingSeverity Severity => FindingSeverity.Warning;

    public IEnumerable<Finding> Check(Review review) =>
        Turned.In(review)
            .Where(turned => turned.IsPlain && turned.From is TextType or CharType && turned.To is not (TextType or CharType or CustomType or EnumType or JsonType))
            .Select(turned => this.Finds(
                turned.By,
                $"Column {turned.Column} of {turned.Table} is text, and becomes {turned.To}: one row that is none stops the migration, and one that the version that runs writes is refused. Say what becomes of those.",
                turned.Instead($"CASE WHEN … THEN CAST({{old}} AS …) END")));
}
