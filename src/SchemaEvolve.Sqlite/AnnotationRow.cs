namespace SchemaEvolve.Sqlite;

/// <summary>A row of the table of annotations.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Object">The name of the table, of the enum or of the alias.</param>
/// <param name="Detail">The name of the column, or the number of the value or of the dual write.</param>
/// <param name="Words">The comment, the value, the dual write or the table that the alias stands for.</param>
internal sealed record AnnotationRow(string Kind, string Object, string Detail, string Words);
