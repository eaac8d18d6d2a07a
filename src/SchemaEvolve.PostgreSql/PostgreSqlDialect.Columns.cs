using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    // Since 18, NOT NULL is a constraint of its own, which can be added first and validated later.
    // It keeps its name when its column takes another's place, and would be in the way of the next column that grows up under that name.
    private bool HasNotNullConstraint(Table table) => server.Major >= 18 && table.DualWrites.Count == 0;

    private Sql Define(Column column) =>
        $"{column.Name} {PostgreSqlTypes.Say(column.Type)}{Collate(column.Collation)}{Sql.If(!column.IsNullable, $" NOT NULL")}{Value(column)}";

    private Sql Value(Column column) => column switch
    {
        { Identity: { } identity } => $" {Define(column, identity)}",
        { Generated.IsStored: false } when server.Major < 18 => throw new CatalogException(
            $"Column {column.Name} is computed when it is read, which PostgreSQL can since version 18; this is {server.Major}. Write GeneratedStored(…)."),
        { Generated: { } generated } => $" GENERATED ALWAYS AS ({generated.Expression}) {Sql.Raw(generated.IsStored ? "STORED" : "VIRTUAL")}",
        { Default: { } value } => $" DEFAULT {value}",
        _ => Sql.Empty,
    };

    /// <summary>The clause that says a collation, if there is one to say.</summary>
    public static Sql Collate(QualifiedName? collation) => collation is { } name ? (Sql)$" COLLATE {name}" : Sql.Empty;

    private static Sql Define(Column column, Identity identity) => column.Type is IntegerType
        ? (Sql)$"GENERATED {Sql.Raw(identity.IsAlways ? "ALWAYS" : "BY DEFAULT")} AS IDENTITY (START WITH {identity.Start} INCREMENT BY {identity.Increment})"
        : throw new CatalogException($"Column {column.Name} is {column.Type}. PostgreSQL numbers rows by whole numbers only: Int16, Int32 or Int64.");

    private ValueList<Statement> Add(AddColumn c, Catalog before, bool isNew)
    {
        var column = c.Column;
        if (!isNew && column.Default is { } value && volatility.Of($"({value})::{PostgreSqlTypes.Say(column.Type)}") is { } function)
        {
            throw new CatalogException(
                $"The default of {c.Table}.{column.Name} is another one for each row ({function}), so PostgreSQL would write the whole table anew while everyone waits. "
                + $"Add the column without a default, then SetDefaultSql(\"{column.Name}\", …), and update the rows that are there.");
        }

        var addition = Run($"ALTER TABLE {c.Table} ADD COLUMN {Define(column)}");
        Statement[] comment = column.Comment is null ? [] : [Comment(c.Table, column.Name, column.Comment).Locking(c.Table, TableLock.ShareUpdateExclusive)];

        return column switch
        {
            { Identity: not null } or { Generated.IsStored: true } => [addition.Rewriting(c.Table), .. comment],
            { IsNullable: false, Default: null, Generated: null } =>
            [
                MustBeEmpty(
                    $"Column {column.Name} of {c.Table} takes no NULL and has no default, so it can only join an empty table. Give it a default, or add it without NotNull() and fill it first.",
                    Preflight.AnyRow(before[c.Table])).Locking(c.Table, TableLock.AccessShare),
                addition.Scanning(c.Table, TableLock.AccessExclusive),
                .. comment,
            ],
            _ => [addition.Locking(c.Table, TableLock.AccessExclusive), .. comment],
        };
    }

    // SET NOT NULL alone scans the table under an exclusive lock. A validated check spares it the scan.
    private ValueList<Statement> Require(SetNullability c, Table before, bool isNew)
    {
        if (isNew)
        {
            return [Alter(c.Table, $"ALTER COLUMN {c.Column} SET NOT NULL")];
        }

        var help = c.Proof;
        if (before.Checks.FirstOrDefault(check => check.IsValidated && Forbids(check, c.Column)) is { } proof)
        {
            return [Alter(c.Table, $"ALTER COLUMN {c.Column} SET NOT NULL"), .. proof.Name == help ? [DropConstraint(c.Table, help)] : Array.Empty<Statement>()];
        }

        var leftover = before.Checks.Find(help);
        var constraint = HasNotNullConstraint(before) ? (Sql)$"NOT NULL {c.Column}" : $"CHECK ({c.Column} IS NOT NULL)";
        Statement[] begin = leftover is null
            ?
            [
                Preflight.Run($"Column {c.Column} of {c.Table} is to take no NULL, but some rows have none.", Preflight.Nulls(before, c.Column)).Scanning(c.Table, TableLock.AccessShare),
                Alter(c.Table, $"ADD CONSTRAINT {help} {constraint} NOT VALID"),
            ]
            : [];

        // In one statement, the check would be gone before it could spare anything.
        Statement[] finish = HasNotNullConstraint(before) ? [] : [Alter(c.Table, $"ALTER COLUMN {c.Column} SET NOT NULL"), DropConstraint(c.Table, help)];

        return [.. begin, Validate(c.Table, help), .. finish];
    }

    private static IEnumerable<Statement> Loosen(QualifiedName table, Column column) =>
        column.IsNullable ? [] : [Alter(table, $"ALTER COLUMN {column.Name} DROP NOT NULL")];

    private ValueList<Statement> Tighten(ExhumeColumn c, Catalog before, bool isNew) => c.IsNullable
        ? []
        : Require(new(c.Table, c.Column, IsNullable: false), c.Apply(before)[c.Table], isNew);

    private static bool Forbids(Check check, Identifier column) =>
        SqlLexer.Normalize(check.Condition.For(Engines.PostgreSql), Engines.PostgreSql) == SqlLexer.Normalize($"{column.Quoted} IS NOT NULL", Engines.PostgreSql);

    private static ValueList<Statement> Number(SetIdentity c, Table before)
    {
        var column = before.Columns[c.Column];

        return (column, c.Identity) switch
        {
            (_, null) => [Alter(c.Table, $"ALTER COLUMN {c.Column} DROP IDENTITY")],
            ({ IsNullable: true }, _) => throw new CatalogException($"Column {c.Column} of {c.Table} takes NULL. Write RequireColumn(\"{c.Column}\") before SetIdentity(\"{c.Column}\")."),
            ({ Default: not null }, _) => throw new CatalogException($"Column {c.Column} of {c.Table} has a default. Write DropDefault(\"{c.Column}\") before SetIdentity(\"{c.Column}\")."),
            ({ Identity: not null }, { } identity) =>
            [
                Alter(c.Table, $"ALTER COLUMN {c.Column} SET GENERATED {Sql.Raw(identity.IsAlways ? "ALWAYS" : "BY DEFAULT")} SET START WITH {identity.Start} SET INCREMENT BY {identity.Increment}"),
            ],
            (_, { } identity) => [Alter(c.Table, $"ALTER COLUMN {c.Column} ADD {Define(column, identity)}"), CatchUp(c.Table, c.Column)],
        };
    }

    // Numbers that were not drawn from the sequence would be drawn from it once more.
    private static Statement CatchUp(QualifiedName table, Identifier column) => Run($"""
        SELECT setval(sequence, greatest(last, coalesce(pg_sequence_last_value(sequence), last)))
        FROM (SELECT {CounterOf(table, column)}::regclass AS sequence, max({column}) AS last FROM {table}) AS numbers
        WHERE last >= 1
        """).Scanning(table, TableLock.AccessShare);
}
