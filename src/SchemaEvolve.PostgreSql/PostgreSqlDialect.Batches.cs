using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    private static readonly ValueList<Sql> BatchSettings =
    [
        $"SET LOCAL statement_timeout = 0",
        // Whoever holds a row that the batch wants keeps all waiting who want another row of it.
        $"SET LOCAL lock_timeout = 100",
        // The cursor is in the same transaction, so a crash of the server loses both or neither. The last entry of the step waits for the disk.
        $"SET LOCAL synchronous_commit = off",
        // An index scan locks rows in the order of the key, so that two batches, or the application, cannot lock them crosswise.
        $"SET LOCAL enable_seqscan = off",
        $"SET LOCAL enable_bitmapscan = off",
        // Where no index will do after all, the cost that these settings put on a plan would have it compiled.
        $"SET LOCAL jit = off",
    ];

    private static Batches? Batch(Change change, Catalog before, Made made) => change switch
    {
        Backfill c when !made.Contains(c.Table) => Fill(c, before[c.Table]),
        BackfillByCode c => Fill(c, before[c.Table]),
        _ => null,
    };

    private static Batches Fill(Backfill c, Table table) => Fill(table, c.Set, c.Stale(assignment => Differs(assignment, table)));

    private static Statement Verify(VerifyBackfill c, Table table) => Preflight
        .Run(c.Rule, Preflight.Rows(table, Fill(c.Of, table).Stale))
        .Scanning(table.Name, TableLock.AccessShare);

    private static Batches Fill(BackfillByCode c, Table table)
    {
        var key = KeyOf(table);
        if (key.Count == 0)
        {
            throw new CatalogException($"The rows of {c.Table} have no key by which C# could go through them. Give the partitioned table a primary key.");
        }

        ValueList<Assignment> set = [.. c.Writes.Select((column, place) => new Assignment(column, PageValue(table.Columns[column], key.Count + place)))];

        return Fill(table, set, Sql.Join(" OR ", set.Select(assignment => Differs(assignment, table)))) with
        {
            Reads = [.. table.Named(c.Columns).Select(Read)],
            Where = c.Where,
            Locking = $"FOR NO KEY UPDATE",
            Sweeps = false,
        };
    }

    private static Batches Fill(Table table, ValueList<Assignment> set, Sql stale)
    {
        var key = KeyOf(table);
        var isPhysical = key is [{ Column.Value: "ctid" }];
        Sql relation = $"{Sql.Literal(table.Name.Quoted)}::regclass";

        return new(table.Name, key)
        {
            Update = $"UPDATE {table.Name} SET {Sql.Join(", ", set.Select(assignment => (Sql)$"{assignment.Column} = {assignment.ValueIn(table)}"))}",
            Stale = stale,
            Settings = BatchSettings,
            IsSorted = isPhysical,
            Sweeps = isPhysical || key.Count == 0,
            End = isPhysical
                ? (Sql)$"SELECT quote_literal(format('(%s,0)', pg_relation_size({relation}) / current_setting('block_size')::bigint)) || '::tid'"
                : null,
            // As the planner does it: so many rows a page, when they were last counted, by the pages of now.
            Estimate = $"""
                SELECT coalesce(sum(CASE
                    WHEN relpages > 0 AND reltuples > 0 THEN reltuples / relpages * pg_relation_size(oid) / current_setting('block_size')::bigint
                    ELSE pg_relation_size(oid) / 100
                END), 0)::bigint
                FROM pg_class
                WHERE oid = {relation} OR oid IN (SELECT relid FROM pg_partition_tree({relation}))
                """,
            Upkeep = $"VACUUM (SKIP_LOCKED, TRUNCATE FALSE) {table.Name}",
            Waiting = $"""
                SELECT format('pid %s (%s)', pid, mode)
                FROM pg_locks
                WHERE relation = {relation} AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) AND NOT granted AND pid <> pg_backend_pid()
                LIMIT 1
                """,
            Replication = $"""
                SELECT
                    pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
                    pg_wal_lsn_diff(min(replay_lsn), '0/0')::bigint,
                    extract(epoch FROM max(replay_lag))::float8
                FROM pg_stat_replication
                """,
        };
    }

    private static ValueList<KeyPart> KeyOf(Table table)
    {
        var unique = table.Indexes.Where(index => index is { IsUnique: true, IsValid: true, Condition: null } && index.Keys.All(IsPlain));
        IEnumerable<IEnumerable<Identifier>> candidates =
        [
            .. table.PrimaryKey is { } primary ? [primary.Columns] : (IEnumerable<Identifier>[])[],
            .. table.Uniques.Select(constraint => constraint.Columns),
            .. unique.Select(index => index.Keys.Select(key => key.Column!.Value)),
        ];

        return candidates.Select(columns => table.Named(columns).ToList()).FirstOrDefault(columns => columns.TrueForAll(column => !column.IsNullable)) switch
        {
            { } columns => [.. columns.Select(Key)],
            null when table.Opaques.Any(opaque => opaque.Kind == Partitions.Parent) => [],
            null => [new("ctid", $"quote_literal(ctid::text) || '::tid'", $"ctid::text")],
        };
    }

    private static bool IsPlain(IndexKey key) => key is { Column: not null, IsDescending: false, Collation: null, OperatorClass: null };

    private static KeyPart Key(Column column)
    {
        // As JSON, a date does not depend on the DateStyle of whoever writes it or reads it.
        var text = column.Type is DateType or TimestampType ? (Sql)$"to_jsonb({column.Name}) #>> '{{}}'" : $"{column.Name}::text";

        return new(column.Name, $"quote_literal({text}) || {Sql.Literal($"::{PostgreSqlTypes.Say(column.Type).For(Engines.PostgreSql)}")}", $"{column.Name}::text");
    }

    private static Sql Read(Column column) => column.Type is EnumType or CustomType ? (Sql)$"{column.Name}::text" : $"{column.Name}";

    private static Sql PageValue(Column column, int place) =>
        $"CAST({Batches.Page}.{(Identifier)string.Create(CultureInfo.InvariantCulture, $"se_{place}")} AS {PostgreSqlTypes.Say(column.Type)})";

    // Compared as it will be stored, to the letter: otherwise a second run would write it again, or the first one not at all.
    private static Sql Differs(Assignment assignment, Table table)
    {
        var column = table.Columns[assignment.Column];
        Sql value = $"({assignment.ValueIn(table)})::{PostgreSqlTypes.Say(column.Type)}";

        return column switch
        {
            { Type: JsonType or CustomType } => $"{column.Name}::text IS DISTINCT FROM {value}::text",
            { Type: TextType or CharType, Collation: not null } => $"{column.Name} COLLATE \"C\" IS DISTINCT FROM {value} COLLATE \"C\"",
            _ => $"{column.Name} IS DISTINCT FROM {value}",
        };
    }
}
