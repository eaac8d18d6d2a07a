using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_steps</c> that was begun and has not ended.</summary>
internal sealed record InProgressRow(long Migration, string Name, string Phase, string Description, string Since, long Rows, string? Cursor)
{
    public LastHeard ToLastHeard() => new(
        new(Migration, Name, Enum.Parse<Phase>(Phase, ignoreCase: true), Description, Instants.Read(Since)) { Rows = Rows },
        Cursor);
}
