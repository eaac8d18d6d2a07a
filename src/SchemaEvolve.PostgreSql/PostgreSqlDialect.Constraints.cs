using System.Diagnostics;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    private Sql Define(Unique unique) => Words([$"UNIQUE", Nulls(unique.AreNullsDistinct), $"({unique.Columns}){Define(unique.Deferral)}"]);

    private static Sql Define(ForeignKey key) =>
        $"FOREIGN KEY ({key.Columns}) REFERENCES {key.References} ({key.To}){On("DELETE", key.OnDelete)}{On("UPDATE", key.OnUpdate)}{Define(key.Deferral)}";

    // There is no NOT VALID for it, nor an index to build aside, nor a query that finds offenders without comparing each row with each.
    private static Sql Define(Exclusion exclusion) => Words(
    [
        $"EXCLUDE{Using(exclusion.Method)} ({Sql.Join(", ", exclusion.Elements.Select(element => (Sql)$"({element.Expression}) WITH {Sql.Raw(element.Operator)}"))})",
        exclusion.Condition is { } condition ? (Sql)$"WHERE ({condition})" : Sql.Empty,
    ]);

    private static Sql On(string what, ReferentialAction action) => action switch
    {
        ReferentialAction.NoAction => Sql.Empty,
        ReferentialAction.Restrict => Sql.Raw($" ON {what} RESTRICT"),
        ReferentialAction.Cascade => Sql.Raw($" ON {what} CASCADE"),
        ReferentialAction.SetNull => Sql.Raw($" ON {what} SET NULL"),
        ReferentialAction.SetDefault => Sql.Raw($" ON {what} SET DEFAULT"),
        _ => throw new UnreachableException($"PostgreSQL has no word for {action}."),
    };

    private static Sql Define(Deferral deferral) => deferral switch
    {
        Deferral.InitiallyDeferred => $" DEFERRABLE INITIALLY DEFERRED",
        Deferral.InitiallyImmediate => $" DEFERRABLE INITIALLY IMMEDIATE",
        _ => Sql.Empty,
    };

    private static Statement DropConstraint(QualifiedName table, Identifier name) => Alter(table, $"DROP CONSTRAINT {name}");

    private static Statement Validate(QualifiedName table, Identifier name) =>
        RunAlone($"ALTER TABLE {table} VALIDATE CONSTRAINT {name}").Scanning(table, TableLock.ShareUpdateExclusive);

    // A check that is added whole reads the table while everyone waits. Validated later, it lets them go on.
    private static ValueList<Statement> Add(AddCheck c, Table before, bool isNew)
    {
        Sql addition = $"ADD CONSTRAINT {c.Check.Name} CHECK ({c.Check.Condition})";
        if (isNew)
        {
            return [Alter(c.Table, addition)];
        }

        return before.Checks.Contains(c.Check.Name)
            ? [Validate(c.Table, c.Check.Name)]
            :
            [
                Preflight.Run($"Check {c.Check.Name} is to hold for all rows of {c.Table}, but some break it.", Preflight.Breaking(before, c.Check)).Scanning(c.Table, TableLock.AccessShare),
                Alter(c.Table, $"{addition} NOT VALID"),
                Validate(c.Table, c.Check.Name),
            ];
    }

    private ValueList<Statement> Add(AddForeignKey c, Table before, bool isNew)
    {
        var key = c.Key;
        Sql addition = $"ALTER TABLE {c.Table} ADD CONSTRAINT {key.Name} {Define(key)}";
        if (isNew)
        {
            return [Run(addition).Locking(key.References, TableLock.ShareRowExclusive)];
        }

        if (server.Major < 18 && before.Opaques.Any(opaque => opaque.Kind == Partitions.Parent))
        {
            throw new CatalogException($"Table {c.Table} is partitioned, and PostgreSQL {server.Major} validates a foreign key of it only while all writers wait. Add {key.Name} by Sql(…) in a quiet hour.");
        }

        var validation = Validate(c.Table, key.Name).Scanning(key.References, TableLock.RowShare);

        // https://www.postgresql.org/docs/current/explicit-locking.html: the table referred to first, as those who insert lock it.
        return before.ForeignKeys.Contains(key.Name)
            ? [validation.Scanning(c.Table, TableLock.ShareUpdateExclusive)]
            :
            [
                Preflight.Run($"Rows of {c.Table} are to refer to rows of {key.References} by {key.Name}, but some refer to none.", Preflight.Orphans(before, key))
                    .Scanning(key.References, TableLock.AccessShare).Scanning(c.Table, TableLock.AccessShare),
                Run($"{addition} NOT VALID").Locking(key.References, TableLock.ShareRowExclusive).Locking(c.Table, TableLock.ShareRowExclusive),
                validation.Scanning(c.Table, TableLock.ShareUpdateExclusive),
            ];
    }

    private ValueList<Statement> Add(AddUnique c, Table before, bool isNew)
    {
        var unique = c.Unique;

        return isNew
            ? [Alter(c.Table, $"ADD CONSTRAINT {unique.Name} {Define(unique)}")]
            :
            [
                .. BuildUnique(c.Table, new(unique.Name, [.. unique.Columns.Select(IndexKey.Ascending)]) { IsUnique = true, AreNullsDistinct = unique.AreNullsDistinct }, before),
                Alter(c.Table, $"ADD CONSTRAINT {unique.Name} UNIQUE USING INDEX {unique.Name}{Define(unique.Deferral)}"),
            ];
    }

    private ValueList<Statement> SetKey(SetPrimaryKey c, Table before, bool isNew)
    {
        Sql[] drop = before.PrimaryKey is { } old ? [$"DROP CONSTRAINT {old.Name}"] : [];
        if (c.Key is not { } key)
        {
            return [Alter(c.Table, drop[0])];
        }

        if (isNew)
        {
            return [Alter(c.Table, Sql.Join(", ", [.. drop, $"ADD CONSTRAINT {key.Name} PRIMARY KEY ({key.Columns})"]))];
        }

        var index = c.IndexIn(before)!.Value;

        return
        [
            .. BuildUnique(c.Table, new(index, [.. key.Columns.Select(IndexKey.Ascending)]) { IsUnique = true }, before),
            // The old key may have the name until this very statement, which gives it to the index.
            Alter(c.Table, Sql.Join(", ", [.. drop, $"ADD CONSTRAINT {key.Name} PRIMARY KEY USING INDEX {index}"])),
            .. c.Leaves is { } left ? Build(c.Table, left, before with { Indexes = [] }) : [],
        ];
    }
}
