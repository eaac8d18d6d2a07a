using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    // Since 15, a view can let the rights and the row security of whoever uses it decide.
    private bool HasInvokers => server.Major >= 15;

    // The old version reads and writes a view as it did the table. It has no COPY FROM, TRUNCATE, ON CONFLICT ON CONSTRAINT, nor MERGE before 17.
    // xmin rides along at the end, as it is what Entity Framework tells a lost update by.
    private ValueList<Statement> Create(Alias alias, Table table)
    {
        if (!HasInvokers && table.Opaques.Any(opaque => opaque.Kind == "row security"))
        {
            throw new CatalogException(
                $"Table {table.Name} has row security, which {alias.Name} would go around: only since PostgreSQL 15 do views ask for the rights of those who use them; this is {server.Major}. Rename the table in a quiet hour, by Unsafe(…).");
        }

        return
        [
            Run($"""
                CREATE VIEW {alias.Name} {Sql.If(HasInvokers, $"WITH (security_invoker = true) ")}AS
                    SELECT {table.Columns.Select(column => column.Name).Append("xmin")} FROM {table.Name}
                """),
            Run($"COMMENT ON VIEW {alias.Name} IS 'An older name, kept by SchemaEvolve.'"),
            Run($"DO {DollarQuotes.Around(Sharing(alias))}"),
        ];
    }

    // An alias belongs to whom the table belongs to, and is open to those whom the table is open to.
    // A view that asks for the rights of its user asks for them on all columns, which whoever may see only some does not have.
    private Sql Sharing(Alias alias) => $"""
        DECLARE
            original regclass := {Sql.Literal(alias.Of.Quoted)};
            alias regclass := {Sql.Literal(alias.Name.Quoted)};
            statement text;
        BEGIN
            FOR statement IN
                {Sql.If(HasInvokers, AsOwner)}SELECT format('ALTER VIEW %s OWNER TO %I', alias, pg_get_userbyid(relowner))
                FROM pg_class
                WHERE oid = original AND relowner <> current_user::regrole
                UNION ALL
                SELECT format(
                    'GRANT %s%s ON %s TO %s%s',
                    privilege_type,
                    ' (' || quote_ident(attname) || ')',
                    alias,
                    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END,
                    CASE WHEN is_grantable THEN ' WITH GRANT OPTION' END)
                FROM (
                    SELECT relowner, relacl, NULL::name AS attname FROM pg_class WHERE oid = original
                    UNION ALL
                    SELECT relowner, attacl, attname
                    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
                    WHERE attrelid = original AND attnum > 0 AND NOT attisdropped
                ) AS acls, aclexplode(relacl)
                WHERE grantee <> relowner AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            LOOP
                EXECUTE statement;
            END LOOP;
        END
        """;

    private static Sql AsOwner => $"""
        SELECT format('ALTER VIEW %s RESET (security_invoker)', alias)
        FROM pg_class
        WHERE oid = original AND NOT relrowsecurity AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = original AND attacl IS NOT NULL)
        UNION ALL

        """;

    private static Statement Drop(Alias alias) => Run($"DROP VIEW {alias.Name}").Locking(alias.Name, TableLock.AccessExclusive);

    // PostgreSQL drops no column and changes no type under a view. A column that is added or renamed meanwhile is new to the old version, which keeps what it knows.
    private ValueList<Statement> UnderAliases(Change change, Catalog before, ValueList<Statement> statements)
    {
        if (change is not (DropColumn or ChangeColumnType or SetCollation))
        {
            return statements;
        }

        var table = change.Tables[0];
        var aliases = before.Aliases.Where(alias => alias.Of == table).ToList();

        return aliases.Count == 0
            ? statements
            : [.. aliases.Select(Drop), .. statements, .. aliases.SelectMany(alias => Create(alias, change.Apply(before)[table]))];
    }
}
