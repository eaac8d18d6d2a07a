using System.Diagnostics;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.PostgreSql;

/// <summary>Says changes in the SQL of PostgreSQL, each in the cheapest statements that keep the application running.</summary>
/// <remarks>A step is one transaction that locks one table, or one change whose statements cannot be in one transaction.</remarks>
internal sealed partial class PostgreSqlDialect(Version server, Volatility volatility) : IDialect
{
    // NAMEDATALEN - 1. PostgreSQL cuts longer names without an error.
    private const int LongestName = 63;

    public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false)
    {
        var made = new Made(isUnused ? before : null);
        var step = new List<Statement>();
        var after = before;
        var count = 0;
        foreach (var change in changes)
        {
            if (Batch(change, after, made) is { } batches)
            {
                return count > 0 ? new(count, [.. step], after) : new(1, [], change.Apply(after)) { Batches = batches };
            }

            var statements = Say(change, after, made);
            if (count > 0 && !FitsInto(step, statements, before))
            {
                break;
            }

            step.AddRange(statements);
            after = change.Apply(WithoutLeftovers(change, after));
            made.Follow(change);
            count++;
        }

        return new(count, [.. step], after);
    }

    private ValueList<Statement> Say(Change change, Catalog before, Made made)
    {
        var isNew = Subject(change) is { } subject && made.Contains(subject);
        var statements = KeepInStep(change, before, UnderAliases(change, before, Say(change, before, isNew)));
        foreach (var name in statements.SelectMany(statement => statement.Sql.Names).Where(name => Encoding.UTF8.GetByteCount(name.Value) > LongestName))
        {
            throw new CatalogException(
                $"The name {name} has {Encoding.UTF8.GetByteCount(name.Value)} bytes. PostgreSQL cuts names behind {LongestName}; give it a shorter one.");
        }

        return [.. statements.Select(statement => statement with { Impacts = [.. statement.Impacts.Where(impact => !made.Contains(impact.Table))] })];
    }

    private ValueList<Statement> Say(Change change, Catalog before, bool isNew) => change switch
    {
        CreateSchema c => [Run($"CREATE SCHEMA {c.Name}")],
        DropSchema c => [Run($"DROP SCHEMA {c.Name}")],
        CreateEnum c => [Run($"CREATE TYPE {c.Definition.Name} AS ENUM ({Sql.Join(", ", c.Definition.Values.Select(value => Sql.Literal(value)))})")],
        DropEnum c => [Run($"DROP TYPE {c.Name}")],
        AddEnumValue c => [Add(c, isNew)],
        DropEnumValue c => throw new CatalogException(
            $"PostgreSQL cannot take the value {c.Value} from enum {c.Enum}. Let it stay and use it no more, or create another enum without it, and ChangeType(…) the columns to that."),
        RenameEnumValue c => [Run($"ALTER TYPE {c.Enum} RENAME VALUE {Sql.Literal(c.From)} TO {Sql.Literal(c.To)}")],
        CreateSequence c => [Run($"CREATE SEQUENCE {c.Sequence.Name} START WITH {c.Sequence.Start} INCREMENT BY {c.Sequence.Increment}")],
        DropSequence c => [Run($"DROP SEQUENCE {c.Name}")],
        CreateExtension c => [Run($"CREATE EXTENSION {c.Name}")],
        DropExtension c => [Run($"DROP EXTENSION {c.Name}")],
        CreateTable c => Create(c.Table),
        DropTable c => Drop(before[c.Table], isNew),
        RenameTable c => [Alter(c.From, $"RENAME TO {c.To}")],
        SetTableOptions c => SetOptions(before[c.Table], c.Options),
        SetComment c => [Comment(c.Table, c.Column, c.Comment).Locking(c.Table, TableLock.ShareUpdateExclusive)],
        AddColumn c => Add(c, before, isNew),
        DropColumn c => [Alter(c.Table, $"DROP COLUMN {c.Column}")],
        EntombColumn c => [.. Loosen(c.Table, before[c.Table].Columns[c.Column]), Alter(c.Table, $"RENAME COLUMN {c.Column} TO {c.Tombstone}")],
        ExhumeColumn c => [Alter(c.Table, $"RENAME COLUMN {c.Tombstone} TO {c.Column}"), .. Tighten(c, before, isNew)],
        EntombTable c => [Alter(c.Table, $"RENAME TO {c.Tombstone}")],
        ExhumeTable c => [Alter(c.Tombstone, $"RENAME TO {c.Table}")],
        RenameColumn c => [Alter(c.Table, $"RENAME COLUMN {c.From} TO {c.To}")],
        ChangeColumnType c => ChangeType(c, before),
        SetCollation c => Collate(c, before),
        SetNullability c => c.IsNullable ? [Alter(c.Table, $"ALTER COLUMN {c.Column} DROP NOT NULL")] : Require(c, before[c.Table], isNew),
        SetDefault c => [Alter(c.Table, c.Value is { } value ? (Sql)$"ALTER COLUMN {c.Column} SET DEFAULT {value}" : $"ALTER COLUMN {c.Column} DROP DEFAULT")],
        SetIdentity c => Number(c, before[c.Table]),
        MoveDefault c => Move(c, before[c.Table]),
        SetPrimaryKey c => SetKey(c, before[c.Table], isNew),
        AddUnique c => Add(c, before[c.Table], isNew),
        DropUnique c => [DropConstraint(c.Table, c.Unique)],
        AddCheck c => Add(c, before[c.Table], isNew),
        DropCheck c => [DropConstraint(c.Table, c.Name)],
        AddForeignKey c => Add(c, before[c.Table], isNew),
        DropForeignKey c => [DropConstraint(c.Table, c.Key).Locking(before[c.Table].ForeignKeys[c.Key].References, TableLock.AccessExclusive)],
        AddExclusion c => [Run($"ALTER TABLE {c.Table} ADD CONSTRAINT {c.Exclusion.Name} {Define(c.Exclusion)}").Scanning(c.Table, TableLock.AccessExclusive)],
        DropExclusion c => [DropConstraint(c.Table, c.Name)],
        CreateIndex c => Create(c, before[c.Table], isNew),
        DropIndex c => Drop(c, before[c.Table], isNew),
        RenameIndex c => [Run($"ALTER INDEX {c.Table.Sibling(c.From)} RENAME TO {c.To}")],
        RenameConstraint c => [Alter(c.Table, $"RENAME CONSTRAINT {c.From} TO {c.To}")],
        AddDualWrite c => [Run(DualWriteBody.Trial(c.DualWrite, before[c.Table]))],
        DropDualWrite => [],
        AddMirror c => Start(c.Mirror, before),
        DropMirror c => Stop(c.Mirror),
        CreateAlias c => Create(c.Alias, before[c.Alias.Of]),
        DropAlias c => [Drop(before.Aliases[c.Name])],
        InsertRows c => Insert(c, before[c.Table]),
        UpdateRows c => [Update(c)],
        Backfill c => [Run(Fill(c, before[c.Table]).Whole).Locking(c.Table, TableLock.RowExclusive)],
        VerifyBackfill c => [Verify(c, before[c.Of.Table])],
        DeleteRows c => [Run($"DELETE FROM {c.Table} WHERE {c.Where}").Locking(c.Table, TableLock.RowExclusive)],
        CheckRows c => [MustBeEmpty(c.Rule, c.Offenders)],
        RunSql { Up.IsEmpty: true } => [],
        RunSql c => [Run(c.Up) with { IsTransactional = c.IsTransactional }],
        Irreversible c => throw new CatalogException($"There is no way back: {c.Reason}"),
        _ => throw new UnreachableException($"PostgreSQL has no SQL for {change.GetType().Name}."),
    };

    // What a change is cheap on as long as nobody else can know of it.
    private static QualifiedName? Subject(Change change) => change switch
    {
        AddEnumValue c => c.Enum,
        { Tables: [var table, ..] } => table,
        _ => default(QualifiedName?),
    };

    private static Statement Alter(QualifiedName table, Sql action) =>
        Run($"ALTER TABLE {table} {action}").Locking(table, TableLock.AccessExclusive);

    private static Sql Words(IEnumerable<Sql> words) => Sql.Join(" ", words.Where(word => !word.IsEmpty));

    // A second table, or rows, would be waited for while everyone waits for the first table.
    private static bool FitsInto(List<Statement> step, ValueList<Statement> next, Catalog before)
    {
        var locked = Locked(step, before);
        var more = Locked(next, before);

        return step.Concat(next).All(statement => statement is { IsTransactional: true, BeginsTransaction: false })
            && (locked.Count == 0 ? !(more.Count > 0 && TouchesRows(step)) : more.IsSubsetOf(locked) && !TouchesRows(next));
    }

    private static HashSet<QualifiedName> Locked(IEnumerable<Statement> statements, Catalog before) =>
    [
        .. statements.SelectMany(statement => statement.Impacts)
            .Where(impact => impact.Lock >= TableLock.ShareUpdateExclusive)
            .Select(impact => before.Aliases.Find(impact.Table)?.Of ?? impact.Table),
    ];

    private static bool TouchesRows(IEnumerable<Statement> statements) =>
        statements.SelectMany(statement => statement.Impacts).Any(impact => impact.Lock == TableLock.RowExclusive);
}
