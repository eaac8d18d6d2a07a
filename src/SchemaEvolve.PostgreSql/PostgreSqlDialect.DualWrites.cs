using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    // Triggers fire in the byte order of their names, and these have to see what all others did to the row.
    private static readonly Identifier OnInsert = "~se_dual_write_insert";
    private static readonly Identifier OnUpdate = "~se_dual_write_update";

    /// <summary>The function that keeps the dual writes of a table.</summary>
    internal static QualifiedName FunctionOf(QualifiedName table) => table.Sibling(Naming.Derive("se_dual_write", table));

    // The function knows columns by name and type, and the server changes no type under a trigger, so both step aside and come back as they are to be.
    private static ValueList<Statement> KeepInStep(Change change, Catalog before, ValueList<Statement> statements)
    {
        var (old, now) = Sides(change, before);

        return Start(old, from: null).Equals(Start(now, from: null)) && change is not (ChangeColumnType or SetCollation)
            ? statements
            : [.. Stop(old), .. statements, .. Start(now, from: old?.Name)];
    }

    private static (Table? Old, Table? Now) Sides(Change change, Catalog before) => change switch
    {
        DropTable c => (before[c.Table], null),
        RenameTable c => (before[c.From], change.Apply(before)[c.From.Sibling(c.To)]),
        EntombTable c => (before[c.Table], change.Apply(before)[c.Table.Sibling(c.Tombstone)]),
        ExhumeTable c => (before[c.Tombstone], change.Apply(before)[c.Tombstone.Sibling(c.Table)]),
        TableChange or RenameColumn => (before[change.Tables[0]], change.Apply(WithoutLeftovers(change, before))[change.Tables[0]]),
        _ => (null, null),
    };

    private static ValueList<Statement> Start(Table? table, QualifiedName? from)
    {
        if (table is not { DualWrites.Count: > 0 })
        {
            return [];
        }

        Refuse(table);
        var function = FunctionOf(table.Name);
        var body = new DualWriteBody(table);

        return
        [
            Run($"""
                CREATE FUNCTION {function}() RETURNS trigger
                LANGUAGE plpgsql{Sql.If(body.NeedsPath, $"\nSET search_path FROM CURRENT")}
                AS {DollarQuotes.Around(body.Text)}
                """),
            Run($"COMMENT ON FUNCTION {function}() IS {Sql.Literal(DualWriteNotes.Write(table.DualWrites))}"),
            Trigger($"CREATE TRIGGER {OnInsert} BEFORE INSERT ON {table.Name} FOR EACH ROW EXECUTE FUNCTION {function}()"),
            Trigger($"""
                CREATE TRIGGER {OnUpdate} BEFORE UPDATE ON {table.Name} FOR EACH ROW
                WHEN ({body.Condition})
                EXECUTE FUNCTION {function}()
                """),
        ];

        // The lock was taken under the name that the table had.
        Statement Trigger(Sql sql) => from is { } known ? Run(sql).Locking(known, TableLock.ShareRowExclusive) : Run(sql);
    }

    private static ValueList<Statement> Stop(Table? table) => table is not { DualWrites.Count: > 0 }
        ? []
        :
        [
            Run($"DROP TRIGGER {OnInsert} ON {table.Name}").Locking(table.Name, TableLock.AccessExclusive),
            Run($"DROP TRIGGER {OnUpdate} ON {table.Name}").Locking(table.Name, TableLock.AccessExclusive),
            Run($"DROP FUNCTION {FunctionOf(table.Name)}()"),
        ];

    private static void RefusePartitions(Table table)
    {
        if (table.Opaques.FirstOrDefault(opaque => opaque.Kind is Partitions.Parent or Partitions.Child) is { } partition)
        {
            throw new CatalogException($"Table {table.Name} is partitioned ({partition.Definition}), and its rows cannot be written in two forms yet. Do this change by Sql(…).");
        }
    }

    private static void Refuse(Table table)
    {
        RefusePartitions(table);

        if (table.Opaques.FirstOrDefault(opaque => opaque.Kind == "trigger" && FiresBehind(opaque)) is { } trigger)
        {
            throw new CatalogException(
                $"Trigger {trigger.Name} of {table.Name} would fire behind {OnUpdate}, which has to see what it does. "
                + $"Write Sql($\"ALTER TRIGGER {trigger.Name.Quoted} ON {table.Name.Quoted} RENAME TO …\") with a name that begins with a letter from a to z.");
        }

        var assignments = table.DualWrites.SelectMany(sync => sync.Up.Concat(sync.Down)).ToList();
        if (table.Columns.FirstOrDefault(column => column.Generated is not null && assignments.Exists(one => one.Mentions(column.Name))) is { } generated)
        {
            throw new CatalogException(
                $"Column {generated.Name} of {table.Name} is generated, which is done only when all triggers have seen the row. Write its expression instead: {generated.Generated!.Expression}.");
        }
    }

    private static bool FiresBehind(Opaque trigger) =>
        SqlLexer.Mentions(trigger.Definition, "BEFORE")
        && Encoding.UTF8.GetBytes(trigger.Name.Name.Value).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(OnInsert.Value)) > 0;
}
