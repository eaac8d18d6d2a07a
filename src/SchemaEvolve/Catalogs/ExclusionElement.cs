namespace SchemaEvolve.Catalogs;

/// <summary>An expression over the columns of a row, and the operator by which two rows are compared.</summary>
/// <param name="Expression">The expression, such as a column.</param>
/// <param name="Operator">The operator, such as <c>=</c> or <c>&amp;&amp;</c>.</param>
public sealed record ExclusionElement(Sql Expression, string Operator) : ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("expression", Expression).Put("operator", Operator);
}
