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
            ? Convert(column, $"{column.Name}", table.Columns[assignment.Column].Type)
            : assignment.Value;

        /// <summary>The value by way of a column that is read otherwise than by its name, or <see langword="null"/> if it is more than another column.</summary>
        public Sql? ValueBy(Func<Identifier, Sql> read, Table table) => BareColumn(assignment.Value, table) is { } column
            ? Convert(column, read(column.Name), table.Columns[assignment.Column].Type)
            : null;

        /// <summary>Whether the value is another column as it is, of a type that the server itself has: then it is the same whatever the search path is.</summary>
        public bool IsPlainIn(Table table) => BareColumn(assignment.Value, table) is { } column
            && column.Type == table.Columns[assignment.Column].Type
            && column.Type is not (EnumType or CustomType or ArrayType);
    }

    private static Sql Convert(Column column, Sql value, ColumnType to) => (column.Type, to) switch
    {
        _ when column.Type == to => value,

        // A cast would go by the time zone of whoever writes.
        (TimestampType, TimestampType) => $"{value} AT TIME ZONE 'UTC'",
        (EnumType, _) => $"{value}::text::{PostgreSqlTypes.Say(to)}",
        _ => $"{value}::{PostgreSqlTypes.Say(to)}",
    };

    private static Column? BareColumn(Sql value, Table table) =>
        SqlLexer.Read(value.For(Engines.PostgreSql), Engines.PostgreSql).Where(token => !token.IsTrivia).ToList() is [{ IsName: true } name]
            ? table.Columns.Find((Identifier)(name.Kind == SqlTokenKind.Word ? name.Value.ToLowerInvariant() : name.Value))
            : null;
}
