namespace SchemaEvolve.Providers;

/// <summary>A row that a backfill could not convert and left as it is.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Number">The place of the operation in the migration, counted from 0.</param>
/// <param name="Table">The table.</param>
/// <param name="Key">The key of the row, as messages show it.</param>
/// <param name="Error">Why it could not be converted.</param>
public sealed record QuarantinedRow(long Migration, int Number, string Table, string Key, string Error);
