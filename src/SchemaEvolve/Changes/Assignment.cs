using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Changes;

/// <summary>A column and the value that it is set to.</summary>
/// <param name="Column">The column.</param>
/// <param name="Value">An expression over the columns of the row as it was.</param>
public sealed record Assignment(Identifier Column, Sql Value) : ICanonical
{
    /// <summary>Whether it reads or writes a column.</summary>
    public bool Mentions(Identifier column) => Column == column || SqlLexer.Mentions(Value, column);

    void ICanonical.Write(Canon canon) => canon.Put("column", Column).Put("value", Value);
}
