using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    private static ValueList<Statement> Move(MoveDefault c, Table before)
    {
        var (from, to) = (before.Columns[c.From], before.Columns[c.To]);

        return from.Identity is { } identity
            ? [Run(Renumber(c, identity, to.Type)).Locking(c.Table, TableLock.AccessExclusive)]
            :
            [
                Alter(c.Table, $"ALTER COLUMN {c.To} SET DEFAULT {from.Default!}, ALTER COLUMN {c.From} DROP DEFAULT"),
                .. Count(c.Table, from, to with { Default = from.Default }),
            ];
    }

    // The sequence of a serial goes with the column that it belongs to, and counts no further than its own type.
    private static IEnumerable<Statement> Count(QualifiedName table, Column from, Column to) => to is { Type: IntegerType, Default: { } value } && SqlLexer.Mentions(value, "nextval")
        ?
        [
            Run($"""
                DO {DollarQuotes.Around(
                $"""
                DECLARE
                    counter regclass := {CounterOf(table, from.Name)};
                BEGIN
                    IF counter IS NOT NULL THEN
                        EXECUTE 'ALTER SEQUENCE ' || counter || {Sql.Literal($" AS {PostgreSqlTypes.Say(to.Type)} OWNED BY {table.Quoted}.{to.Name.Quoted}")};
                    END IF;
                END
                """)}
                """),
        ]
        : [];

    // The sequence of an identity goes with its column, so the other one gets one like it, which goes on from there. To change its type keeps all from drawing a number meanwhile.
    private static Sql Renumber(MoveDefault c, Identity identity, ColumnType type) => $"""
        DO {DollarQuotes.Around(
        $"""
        DECLARE
            counter regclass := {CounterOf(c.Table, c.From)};
            name text := counter;
            place record;
            made record;
            granted record;
        BEGIN
            EXECUTE {Sql.Literal("ALTER SEQUENCE ")} || name || {Sql.Literal($" AS {PostgreSqlTypes.Say(type)}")};
            EXECUTE 'SELECT last_value, is_called FROM ' || name INTO place;
            SELECT s.*, c.relacl INTO made FROM pg_sequence AS s JOIN pg_class AS c ON c.oid = s.seqrelid WHERE s.seqrelid = counter;
            ALTER TABLE {c.Table} ALTER COLUMN {c.From} DROP IDENTITY;
            EXECUTE {Sql.Literal($"ALTER TABLE {c.Table.Quoted} ALTER COLUMN {c.To.Quoted} ADD GENERATED {(identity.IsAlways ? "ALWAYS" : "BY DEFAULT")} AS IDENTITY ")} || format(
                '(SEQUENCE NAME %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s)',
                name, made.seqstart, made.seqincrement, made.seqmin, made.seqmax, made.seqcache, CASE WHEN made.seqcycle THEN ' CYCLE' END);
            PERFORM setval(name::regclass, place.last_value, place.is_called);
            FOR granted IN SELECT * FROM aclexplode(made.relacl) LOOP
                EXECUTE format('GRANT %s ON SEQUENCE %s TO %s%s', granted.privilege_type, name,
                    CASE granted.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(granted.grantee)) END,
                    CASE WHEN granted.is_grantable THEN ' WITH GRANT OPTION' END);
            END LOOP;
        END
        """)}
        """;

    private static Sql CounterOf(QualifiedName table, Identifier column) =>
        $"pg_get_serial_sequence({Sql.Literal(table.Quoted)}, {Sql.Literal(column.Value)})";
}
