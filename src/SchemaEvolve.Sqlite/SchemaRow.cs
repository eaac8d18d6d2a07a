namespace SchemaEvolve.Sqlite;

/// <summary>A row of <c>sqlite_schema</c>, with what <c>pragma_table_list</c> says about it.</summary>
/// <param name="Type">What it is: <c>table</c>, <c>index</c>, <c>trigger</c> or <c>view</c>.</param>
/// <param name="Name">The name.</param>
/// <param name="Table">The table that it belongs to.</param>
/// <param name="Sql">The statement that made it, or <see langword="null"/> for an index that a constraint brought.</param>
/// <param name="Kind">The kind of table: <c>table</c>, <c>virtual</c> or <c>shadow</c>, or nothing if it is none.</param>
internal sealed record SchemaRow(string Type, string Name, string Table, string? Sql, string? Kind);
