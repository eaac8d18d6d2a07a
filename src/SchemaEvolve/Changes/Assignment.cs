using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>A column and the value that it is set to.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">An expression over the columns of the row as it was.</param>
public sealed record Assignment(Identifier Column, Sql Value) : ICanonical
{
    void ICanonical.Write(Canon canon) => canon.Put("column", Column).Put("value", Value);
}
