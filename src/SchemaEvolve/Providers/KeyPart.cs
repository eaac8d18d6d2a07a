namespace SchemaEvolve.Providers;

/// <summary>A column of the key in whose order the rows of a table are gone through.</summary>
/// <param name="Column">The column.</param>
/// <param name="Literal">An expression over the column that words its value as SQL, so that exactly this value is read back later, and elsewhere.</param>
/// <param name="Shown">The column as people read it in messages.</param>
public sealed record KeyPart(Identifier Column, Sql Literal, Sql Shown);
