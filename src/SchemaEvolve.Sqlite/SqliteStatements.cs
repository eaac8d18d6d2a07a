using System.Diagnostics;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.DualWrites;
using SchemaEvolve.Sqlite.Texts;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite;

/// <summary>Says a change that SQLite makes in place.</summary>
internal static class SqliteStatements
{
    public static IEnumerable<Statement> Of(Change change, Catalog before) => change switch
    {
        AddColumn c => [Run($"ALTER TABLE {c.Table.Name} ADD COLUMN {Definitions.Column(c.Column, before[c.Table], before)}")],
        DropColumn c => [Run($"ALTER TABLE {c.Table.Name} DROP COLUMN {c.Column}").Rewriting(c.Table)],
        SetNullability c when before[c.Table].Loosens(before[c.Table].Columns[c.Column] with { IsNullable = false }) => Looseness.Set(before[c.Table], c.Column, c.IsNullable),
        SetNullability { IsNullable: true } c => [Run($"ALTER TABLE {c.Table.Name} ALTER COLUMN {c.Column} DROP NOT NULL")],
        SetNullability c => [Run($"ALTER TABLE {c.Table.Name} ALTER COLUMN {c.Column} SET NOT NULL").Scanning(c.Table)],
        AddCheck c => [Run($"ALTER TABLE {c.Table.Name} ADD {Definitions.Check(c.Check)}").Scanning(c.Table)],
        DropCheck c => [Run($"ALTER TABLE {c.Table.Name} DROP CONSTRAINT {c.Name}")],
        CreateIndex c => [Run(Definitions.Index(c.Table, c.Index)).Scanning(c.Table)],
        DropIndex c => [Run($"DROP INDEX {c.Index}")],
        RenameIndex c => [Run($"DROP INDEX {c.From}"), Run(Definitions.Index(c.Table, Renames.Apply(c, before[c.Table].Indexes[c.From]))).Scanning(c.Table)],
        AddDualWrite c => Looseness.Alter(before[c.Table], c.Apply(before[c.Table])),
        DropDualWrite c => Looseness.Alter(before[c.Table], c.Apply(before[c.Table])),
        CreateAlias c => [.. new AliasView(c.Alias, before[c.Alias.Of]).Create.Select(Run), .. Annotations.CreateAlias(c.Alias)],
        DropAlias c => [Run($"DROP VIEW {c.Name.Name}"), .. Annotations.DropAlias(c.Name)],
        SetComment c => Annotations.Set(c, before[c.Table]),
        DropTable c => [Run($"DROP TABLE {c.Table.Name}"), .. Annotations.DropTable(before[c.Table])],
        RenameTable c when SqliteNames.AreSame(c.From.Name, c.To) => [.. Respell(c), .. Annotate(c, before)],
        RenameTable c => [Run($"ALTER TABLE {c.From.Name} RENAME TO {c.To}"), .. Annotate(c, before)],
        RenameColumn c => [Run($"ALTER TABLE {c.Table.Name} RENAME COLUMN {c.From} TO {c.To}"), .. Annotations.RenameColumn(before[c.Table], c.From, c.To)],
        EntombTable c => [Run($"ALTER TABLE {c.Table.Name} RENAME TO {c.Tombstone}"), .. Annotations.RenameTable(before[c.Table], c.Tombstone)],
        ExhumeTable c => [Run($"ALTER TABLE {c.Tombstone.Name} RENAME TO {c.Table}"), .. Annotations.RenameTable(before[c.Tombstone], c.Table)],
        InsertRows { Rows.Count: 0 } => [],
        InsertRows c => [Run(Insert(c))],
        UpdateRows c => [Run($"UPDATE {c.Table.Name} SET {Sql.Join(", ", c.Assignments.Select(set => (Sql)$"{set.Column} = {set.Value}"))} WHERE {c.Where}")],
        Backfill c => [Run(SqliteBatches.Of(c, before)!.Whole)],
        VerifyBackfill c => [SqliteBatches.Verify(c, before)],
        DeleteRows c => [Run($"DELETE FROM {c.Table.Name} WHERE {c.Where}")],
        CheckRows c => [MustBeEmpty(c.Rule, c.Offenders)],
        RunSql { Up.IsEmpty: true } => [],
        RunSql { IsTransactional: false } c => [RunAlone(c.Up)],
        RunSql c => [Run(c.Up)],
        CreateSchema c => throw SqliteLimits.NoSchemas(c.Name),
        DropSchema c => throw SqliteLimits.NoSchemas(c.Name),
        CreateSequence or DropSequence => throw SqliteLimits.NoSequences,
        CreateExtension or DropExtension => throw SqliteLimits.NoExtensions,
        Irreversible c => throw new CatalogException($"There is no way back. {c.Reason}"),
        _ => throw new UnreachableException($"SQLite has no SQL for {change.GetType().Name}."),
    };

    /// <summary>A new table, with its indexes and all that is kept beside it.</summary>
    public static IEnumerable<Statement> Create(Table table, Catalog catalog) =>
    [
        Run(Sql.Raw(TableText.Of(table, catalog).ToString())),
        .. table.Indexes.Select(index => Run(Definitions.Index(table.Name, index))),
        .. table.Opaques.Select(opaque => Run(opaque.Definition)),
        .. Machinery.Create(table, catalog),
        .. Annotations.Annotate(table),
    ];

    /// <summary>Another spelling of the statement that made a table, of whose rows nothing changes.</summary>
    /// <remarks>https://www.sqlite.org/lang_altertable.html#otheralter. Whoever else has read the statement before reads it again because a view came and went.</remarks>
    public static IEnumerable<Statement> Redeclare(QualifiedName table, TableText text)
    {
        Identifier signal = $"_se_new_{table.Name}";

        return
        [
            Run($"PRAGMA writable_schema = ON"),
            Run($"UPDATE sqlite_schema SET sql = {Sql.Literal(text.ToString())} WHERE type = 'table' AND name = {Sql.Literal(table.Name.Value)}"),
            Run($"PRAGMA writable_schema = RESET"),
            Run($"CREATE VIEW {signal} AS SELECT 1"),
            Run($"DROP VIEW {signal}"),
        ];
    }

    private static IEnumerable<Statement> Annotate(RenameTable change, Catalog before) =>
        [.. Annotations.RenameTable(before[change.From], change.To), .. Annotations.RenameAliased(before, change.From, change.To)];

    // A name that differs only in case is taken: by the table itself.
    private static IEnumerable<Statement> Respell(RenameTable change)
    {
        Identifier between = $"_se_new_{change.To}";

        return
        [
            Run($"ALTER TABLE {change.From.Name} RENAME TO {between}"),
            Run($"ALTER TABLE {between} RENAME TO {change.To}"),
        ];
    }

    // Holes stand at the start of their lines: indentation would get into texts of several lines.
    private static Sql Insert(InsertRows change)
    {
        var overwritten = change.Columns.Except(change.Key).Select(column => (Sql)$"{column} = excluded.{column}").ToList();

        return
            $"""
            INSERT INTO {change.Table.Name} ({change.Columns})
            VALUES
            {Sql.Join(",\n", change.Rows.Select(row => (Sql)$"({Sql.Join(", ", row.Select(Sql.Literal))})"))}
            ON CONFLICT ({change.Key}) {(change.Overwrites && overwritten.Count > 0 ? $"DO UPDATE SET {Sql.Join(", ", overwritten)}" : (Sql)$"DO NOTHING")}
            """;
    }
}
