using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql;

/// <summary>Says the value of an assignment, as the type that its column needs.</summary>
internal static class Assignments
{
    extension(Assignment assignment)
    {
        /// <summary>The value. One that is nothing but another column is converted, as <see cref="ChangeColumnType"/> would.</summary>
        public Sql ValueIn(Table table) => BareColumn(assignment.Value, table) is { } column
            ? Convert(column, table.Columns[assignment.Column].Type)
            : assignment.Value;
    }

    private static Sql Convert(Column column, ColumnType to) => (column.Type, to) switch
    {
        _ when column.Type == to => $"{column.Name}",

        // A cast would go by the time zone of whoever writes.
        (TimestampType, TimestampType) => $"{column.Name} AT TIME ZONE 'UTC'",
        (EnumType, _) => $"{column.Name}::text::{PostgreSqlTypes.Say(to)}",
        _ => $"{column.Name}::{PostgreSqlTypes.Say(to)}",
    };

    private static Column? BareColumn(Sql value, Table table) =>
        SqlLexer.Read(value.For(Engines.PostgreSql)).Where(token => !token.IsTrivia).ToList() is [{ IsName: true } name]
            ? table.Columns.Find((Identifier)(name.Kind == SqlTokenKind.Word ? name.Value.ToLowerInvariant() : name.Value))
            : null;
}
