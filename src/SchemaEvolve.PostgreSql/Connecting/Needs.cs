using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Planning;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Tells what a role must be allowed to do before it can carry out a plan. What raw SQL and C# need, only their authors know.</summary>
internal static class Needs
{
    public static IReadOnlyList<Need> Of(Plan plan) =>
        [.. plan.Steps.SelectMany(step => step.Changes.SelectMany(Of)).Concat(plan.Steps.OfType<StatementStep>().SelectMany(Of)).Distinct()];

    private static IEnumerable<Need> Of(Change change) => change switch
    {
        CreateSchema or CreateExtension => [new("CREATE", "DATABASE", default)],
        DropSchema c => [new(Need.Own, "SCHEMA", new(c.Name, c.Name))],
        CreateEnum c => [Make(c.Definition.Name)],
        DropEnum c => [new(Need.Drop, "TYPE", c.Name)],
        AddEnumValue c => [new(Need.Own, "TYPE", c.Enum)],
        RenameEnumValue c => [new(Need.Own, "TYPE", c.Enum)],
        CreateSequence c => [Make(c.Sequence.Name)],
        DropSequence c => [new(Need.Drop, "SEQUENCE", c.Name)],
        CreateTable c => [Make(c.Table.Name), .. c.Table.ForeignKeys.Select(Refer), .. c.Table.Columns.SelectMany(column => Use(column.Type))],
        DropTable c => [new(Need.Drop, "TABLE", c.Table), new(Need.Drop, "FUNCTION", PostgreSqlDialect.FunctionOf(c.Table))],
        RenameTable c => [Alter(c.From), Make(c.From), Renew(c.From)],
        EntombTable c => [Alter(c.Table), Make(c.Table), Renew(c.Table)],
        ExhumeTable c => [Alter(c.Tombstone), Make(c.Tombstone), Renew(c.Tombstone)],
        // Only who may act as the owner of a table can give them a view.
        CreateAlias c => [Alter(c.Alias.Of), Make(c.Alias.Name)],
        RenameColumn c => [Alter(c.Table), Renew(c.Table)],
        AddColumn { Column.Identity: not null } c => [Alter(c.Table), Make(c.Table)],
        AddColumn c => [Alter(c.Table), .. Use(c.Column.Type)],
        ChangeColumnType c => [Alter(c.Table), Renew(c.Table), .. Use(c.Type)],
        SetCollation or DropDualWrite => [Alter(change.Tables[0]), Renew(change.Tables[0])],
        AddMirror c => [Alter(c.Mirror.From.Table), Make(c.Mirror.From.Table), Alter(c.Mirror.To.Table), Make(c.Mirror.To.Table)],
        DropMirror c => [Alter(c.Mirror.From.Table), Drop(c.Mirror.From, c.Mirror.To), Alter(c.Mirror.To.Table), Drop(c.Mirror.To, c.Mirror.From)],
        AddDualWrite c => [Alter(c.Table), Make(c.Table), Renew(c.Table)],
        // An index is made, or renamed, in the schema of its table, and so is the sequence of an identity.
        CreateIndex or RenameIndex or AddUnique or AddExclusion or SetPrimaryKey { Key: not null } or SetIdentity { Identity: not null } or MoveDefault =>
            [Alter(change.Tables[0]), Make(change.Tables[0])],
        AddForeignKey c => [Alter(c.Table), Refer(c.Key)],
        TableChange c => [Alter(c.Table)],
        InsertRows c => [Touch("SELECT", c.Table), Touch("INSERT", c.Table), .. c.Overwrites ? [Touch("UPDATE", c.Table)] : (Need[])[]],
        UpdateRows or Backfill or BackfillByCode => [Touch("SELECT", change.Tables[0]), Touch("UPDATE", change.Tables[0])],
        VerifyBackfill c => [Touch("SELECT", c.Of.Table)],
        DeleteRows c => [Touch("SELECT", c.Table), Touch("DELETE", c.Table)],
        _ => [],
    };

    // What the tables at the other ends of foreign keys are asked for, and the aliases.
    private static IEnumerable<Need> Of(StatementStep step)
    {
        // A key is made anew when the type of its columns changes.
        var makesKeys = step.Changes.Any(change => change is ChangeColumnType);
        // An alias is locked only to be dropped, and made anew unless that was all that was asked.
        var alias = step.Changes.Any(change => change is DropAlias) ? Need.Drop : Need.Renew;

        return step.Statements.SelectMany(statement => statement.Impacts).SelectMany(impact => (Need[])(impact.Lock switch
        {
            TableLock.AccessShare => [Touch("SELECT", impact.Table)],
            // LOCK TABLE asks for it, though the key does not.
            >= TableLock.ShareUpdateExclusive => [new(alias, "VIEW", impact.Table), Touch("UPDATE", impact.Table), .. makesKeys ? [Touch("REFERENCES", impact.Table)] : (Need[])[]],
            _ => [],
        }));
    }

    private static Need Alter(QualifiedName table) => new(Need.Own, "TABLE", table);

    private static Need Make(QualifiedName thing) => new("CREATE", "SCHEMA", thing);

    // The function of its dual writes, if it has any, knows a table and its columns by name and type.
    private static Need Renew(QualifiedName table) => new(Need.Renew, "FUNCTION", PostgreSqlDialect.FunctionOf(table));

    private static Need Drop(KeyedColumn side, KeyedColumn other) => new(Need.Drop, "FUNCTION", PostgreSqlDialect.FunctionOf(side, other));

    private static Need Refer(ForeignKey key) => Touch("REFERENCES", key.References);

    private static Need Touch(string right, QualifiedName table) => new(right, "TABLE", table);

    private static IEnumerable<Need> Use(ColumnType type) => type switch
    {
        EnumType e => [new("USAGE", "TYPE", e.Of)],
        ArrayType a => Use(a.Of),
        _ => [],
    };
}
