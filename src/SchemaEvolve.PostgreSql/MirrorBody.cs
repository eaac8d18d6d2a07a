using SchemaEvolve.Catalogs;

namespace SchemaEvolve.PostgreSql;

/// <summary>What the trigger function of a mirrored column does once a row is written.</summary>
/// <remarks>Another trigger may have written to the row since, so the row is asked, and not what the statement made of it.</remarks>
/// <param name="side">The column whose row is written.</param>
/// <param name="other">The column on the other side.</param>
/// <param name="table">The table that is written.</param>
internal sealed class MirrorBody(KeyedColumn side, KeyedColumn other, Table table)
{
    private readonly Column _column = table.Columns[side.Column];

    /// <summary>The body, in PL/pgSQL.</summary>
    public Sql Text => $"""
        BEGIN
            IF TG_OP = 'INSERT' OR {HasNewKey} THEN
                -- Whoever is writing the partner goes first.
                PERFORM FROM {other.Table} AS theirs WHERE {Sql.Join(" AND ", other.Key.Zip(side.Key, (theirs, ours) => (Sql)$"theirs.{theirs} = NEW.{ours}"))} FOR NO KEY UPDATE;
                IF TG_OP = 'INSERT' AND ({IsMissing}) OR TG_OP = 'UPDATE' AND NOT ({HasNewValue}) THEN
                    UPDATE {side.Table} AS ours SET {side.Column} = theirs.{other.Column}
                    FROM {other.Table} AS theirs
                    WHERE {ArePartners} AND theirs.{other.Column} IS NOT NULL AND {AreUnequal};
                END IF;
            END IF;
            UPDATE {other.Table} AS theirs SET {other.Column} = ours.{side.Column}
            FROM {side.Table} AS ours
            WHERE {ArePartners} AND {AreUnequal} AND (TG_OP = 'UPDATE' OR ours.{side.Column} IS NOT NULL);
            RETURN NULL;
        END
        """;

    /// <summary>Whether an UPDATE touched anything that the function looks at.</summary>
    public Sql Condition => $"{HasNewValue} OR {HasNewKey}";

    private Sql HasNewValue => Comparisons.Differ($"NEW.{side.Column}", $"OLD.{side.Column}", _column.Type);

    private Sql HasNewKey => Sql.Join(" OR ", side.Key.Select(column => Comparisons.Differ($"NEW.{column}", $"OLD.{column}", table.Columns[column].Type)));

    private Sql IsMissing => _column.Default is { } value
        ? (Sql)$"NEW.{side.Column} IS NULL OR NOT ({Comparisons.Differ($"NEW.{side.Column}", $"({value})::{PostgreSqlTypes.Say(_column.Type)}", _column.Type)})"
        : $"NEW.{side.Column} IS NULL";

    private Sql ArePartners => Sql.Join(" AND ", side.Key.Zip(other.Key, (ours, theirs) => (Sql)$"ours.{ours} = NEW.{ours} AND theirs.{theirs} = ours.{ours}"));

    private Sql AreUnequal => Comparisons.Differ($"theirs.{other.Column}", $"ours.{side.Column}", _column.Type);
}
