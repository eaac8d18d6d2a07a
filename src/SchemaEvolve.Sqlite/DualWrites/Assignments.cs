using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite.DualWrites;

/// <summary>Says what columns are set to, and whether they have those values already.</summary>
internal static class Assignments
{
    /// <summary>What stands behind <c>SET</c>.</summary>
    public static Sql Set(IEnumerable<Assignment> assignments, Table table, bool isTrigger) =>
        Sql.Join(", ", assignments.Select(set => (Sql)$"{set.Column} = {Value(set, table, isTrigger)}"));

    /// <summary>Whether a row has the values.</summary>
    // The columns' own collations would take two spellings for one; and the value takes the type of its column, as if it were stored.
    public static Sql AreMade(IEnumerable<Assignment> assignments, Table table, bool isTrigger) =>
        Sql.Join(" AND ", assignments.Select(set => (Sql)$"{set.Column} COLLATE BINARY IS +({Value(set, table, isTrigger)})"));

    private static Sql Value(Assignment assignment, Table table, bool isTrigger)
    {
        var words = new Words(assignment.Value.For(Engines.Sqlite));
        var from = words.Count == 1 && words[0].IsName
            ? table.Columns.FirstOrDefault(column => SqliteNames.AreSame(column.Name, words[0].Value))
            : null;

        return from is null ? assignment.Value : Convert(from, table.Columns[assignment.Column], table, isTrigger);
    }

    // CAST makes 0 of text that is no number, and what was written would be lost. Outside of triggers only a function can refuse it.
    private static Sql Convert(Column from, Column to, Table table, bool isTrigger)
    {
        var converted = SqliteTypes.Convert($"{from.Name}", from.Type, to.Type);
        var refusal = Sql.Literal($"datatype mismatch: {table.Name}.{from.Name} is no number, as {to.Name} needs");

        return SqliteTypes.MayLoseText(from.Type, to.Type)
            ? $"CASE WHEN {from.Name} IS CAST({from.Name} AS NUMERIC) THEN {converted} ELSE {(isTrigger ? (Sql)$"RAISE(ABORT, {refusal})" : $"json_extract('{{}}', {refusal} || ': ' || {from.Name})")} END"
            : converted;
    }
}
