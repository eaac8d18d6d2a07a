using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    private static ValueList<Statement> Insert(InsertRows c, Table table)
    {
        if (c.Rows.Count == 0)
        {
            return [];
        }

        var numbered = table.Named(c.Columns).Where(column => column.Identity is not null).ToList();
        var others = c.Columns.Except(c.Key).ToList();
        var conflict = c.Overwrites && others.Count > 0
            ? (Sql)$"DO UPDATE SET {Sql.Join(", ", others.Select(column => (Sql)$"{column} = excluded.{column}"))}"
            : $"DO NOTHING";
        var insertion = Run($"""
            INSERT INTO {c.Table} ({c.Columns}){Sql.If(numbered.Exists(column => column.Identity!.IsAlways), $" OVERRIDING SYSTEM VALUE")}
            VALUES
                {Sql.Join(",\n", c.Rows.Select(row => (Sql)$"({Sql.Join(", ", row.Select(Sql.Literal))})"))}
            ON CONFLICT ({c.Key}) {conflict}
            """);

        return [insertion.Locking(c.Table, TableLock.RowExclusive), .. numbered.Select(column => CatchUp(c.Table, column.Name))];
    }

    private static Statement Update(UpdateRows c) => Run($"""
        UPDATE {c.Table}
        SET {Sql.Join(", ", c.Assignments.Select(assignment => (Sql)$"{assignment.Column} = {assignment.Value}"))}
        WHERE {c.Where}
        """).Locking(c.Table, TableLock.RowExclusive);
}
