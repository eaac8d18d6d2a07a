namespace SchemaEvolve.Sqlite;

/// <summary>A row of the table of annotations.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Object">The name of the table or of the enum.</param>
/// <param name="Detail">The name of the column, or the number of the value.</param>
/// <param name="Words">The comment, or the value.</param>
internal sealed record AnnotationRow(string Kind, string Object, string Detail, string Words);
