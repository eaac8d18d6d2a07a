using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Words dual writes, and what goes with them.</summary>
internal static class DualWrites
{
    /// <summary>Keeps old and new columns in step.</summary>
    public static DualWrite Between(QualifiedName table, ValueList<Assignment> up, ValueList<Assignment> down) =>
        new(Naming.Derive("se", table, [.. down.Concat(up).Select(assignment => assignment.Column)]), up, down);

    /// <summary>Fills a column wherever a row would be without it.</summary>
    public static DualWrite Fill(QualifiedName table, Identifier column, Sql value) =>
        new(Naming.Derive("se_fill", table, column), [new(column, value)], []);

    /// <summary>Brings the rows in step that were there before.</summary>
    public static Backfill Backfill(QualifiedName table, DualWrite sync) => sync.Down.Count == 0
        ? new(table, sync.Up, Sql.Join(" AND ", sync.New.Select(column => (Sql)$"{column} IS NULL")), Undo.Nothing)
        : new(table, sync.Up, null, Undo.Nothing) { Unless = sync.Down };

    /// <summary>A column as it can join a table that two versions write: without a rule that one of them would break, and with no default of its own.</summary>
    public static Column Bare(Column column) => column with { IsNullable = true, Default = null, Identity = null };
}
