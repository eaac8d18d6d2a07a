using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_quarantine</c>.</summary>
internal sealed record QuarantineRow(long Migration, int Number, string Table, string Key, string Error)
{
    public QuarantinedRow ToRow() => new(Migration, Number, Table, Key, Error);
}
