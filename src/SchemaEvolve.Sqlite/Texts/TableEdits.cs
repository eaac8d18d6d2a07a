using System.Diagnostics;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Sqlite.DualWrites;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>Makes changes in the statement of a table, each in the clause that it is about.</summary>
internal static class TableEdits
{
    /// <summary>The statement after a change within its table.</summary>
    /// <param name="text">The statement before.</param>
    /// <param name="change">The change.</param>
    /// <param name="after">The table after.</param>
    /// <param name="catalog">The catalog after.</param>
    public static TableText Apply(TableText text, TableChange change, Table after, Catalog catalog) => change switch
    {
        AddColumn c => text.AddColumn(Definitions.Column(c.Column, after, catalog)),
        DropColumn c => text.DropColumn(c.Column),
        ChangeColumnType c => Retype(text, after.Columns[c.Column], after, catalog),
        SetNullability c => text.Alter(c.Column, column => column.Put(rule => rule.IsNullRule, c.IsNullable ? null : (Sql)$"NOT NULL")),
        SetDefault c => text.Alter(c.Column, column => column.Put(
            rule => rule.Is("DEFAULT"),
            c.Value is { } value ? Definitions.Default(value) : null)),
        MoveDefault c => Move(text, c, after),
        SetCollation c => text.Alter(c.Column, column => column.Put(
            rule => rule.Is("COLLATE"),
            c.Collation is { } name ? Definitions.Collation(name) : null)),
        SetIdentity or SetPrimaryKey => Rekey(text, after),
        AddUnique c => text.AddConstraint(Definitions.Unique(c.Unique)),
        DropUnique c => text.DropRules((owner, rule) => rule.IsUnique && IsNamed(rule, owner, c.Unique)),
        AddCheck c => text.AddConstraint(Definitions.Check(c.Check)),
        DropCheck c => text.DropRules((owner, rule) => rule.Is("CHECK") && IsNamed(rule, owner, c.Name)),
        AddForeignKey c => text.AddConstraint(Definitions.ForeignKey(c.Key)),
        DropForeignKey c => text.DropRules((owner, rule) => rule.IsForeignKey && IsNamed(rule, owner, c.Key)),
        SetTableOptions c => after.Columns.Aggregate(text, (edited, column) => Retype(edited, column, after, catalog)).WithOptions(c.Options),
        RenameConstraint c => text.ReplaceRules((owner, rule) => IsConstraint(text, owner, rule) && IsNamed(rule, owner, c.From, after), rule => rule.Named(c.To)),
        CreateIndex or DropIndex or RenameIndex or SetComment or AddDualWrite or DropDualWrite => text,
        _ => throw new UnreachableException($"{change.GetType().Name} is no change of a table."),
    };

    /// <summary>The statement after a change of an enum type.</summary>
    /// <param name="text">The statement before.</param>
    /// <param name="before">The table before.</param>
    /// <param name="after">The table after.</param>
    /// <param name="type">The enum type.</param>
    /// <param name="catalog">The catalog after.</param>
    public static TableText Redefine(TableText text, Table before, Table after, QualifiedName type, Catalog catalog) =>
        SqliteTypes.Users(after, type).Aggregate(text, (edited, column) => edited.Alter(column.Name, old =>
        {
            var limited = (ColumnText)old.Select(rule => rule.Is("CHECK") && rule.Name is { } name && SqliteNames.AreSame(name, type.Name)
                ? rule.WithExpression(SqliteTypes.IsOneOf(column, catalog.Enums[type]))
                : rule);

            return column.Default is { } value && !value.Equals(before.Columns[column.Name].Default)
                ? limited.Put(rule => rule.Is("DEFAULT"), Definitions.Default(value))
                : limited;
        }));

    /// <summary>The statement with <c>NOT NULL</c> where SQLite looks after it, and without where triggers do.</summary>
    public static TableText Loosen(TableText text, Table before, Table after) => after
        .Named(before.Assigned.Union(after.Assigned))
        .Aggregate(text, (edited, column) => edited.Alter(column.Name, old => (old.Find(rule => rule.IsNotNull), column.IsNullable || after.Loosens(column)) switch
        {
            ({ }, true) => old.Without(rule => rule.IsNotNull),
            (null, false) => old.Put(rule => rule.IsNullRule, $"NOT NULL"),
            _ => old,
        }));

    // The rule of a type looks like a check, and is none.
    private static bool IsConstraint(TableText text, ColumnText? owner, Clause rule) =>
        rule.IsKey || rule.IsUnique || rule.IsForeignKey || (rule.Is("CHECK") && !(owner is not null && SqliteTypes.Owns(owner, rule, text.IsStrict)));

    private static bool IsNamed(Clause rule, ColumnText? owner, Identifier name, Table table) =>
        rule.IsKey ? SqliteNames.AreSame(rule.Name ?? $"pk_{table.Name.Name}", name) : IsNamed(rule, owner, name);

    private static bool IsNamed(Clause rule, ColumnText? owner, Identifier name) => SqliteNames.AreSame(rule.NameOr(owner), name);

    private static TableText Retype(TableText text, Column column, Table table, Catalog catalog) =>
        text.Alter(column.Name, old => Retype(old, column, table, catalog, text.IsStrict));

    private static ColumnText Retype(ColumnText text, Column column, Table table, Catalog catalog, bool wasStrict)
    {
        var declared = SqliteTypes.Declare(column, table.IsStrict);
        if (SqliteTypes.Read(text, wasStrict) == column.Type && wasStrict == table.IsStrict)
        {
            return text;
        }

        return SqliteTypes.Rules(column, catalog).Aggregate(
            text.Without(rule => SqliteTypes.Owns(text, rule, wasStrict)) with { Type = $" {declared}" },
            (retyped, rule) => retyped.Add(rule));
    }

    private static TableText Move(TableText text, MoveDefault change, Table after)
    {
        var to = after.Columns[change.To];
        var moved = text
            .Alter(change.From, column => column.Without(rule => rule.Is("DEFAULT")))
            .Alter(change.To, column => column.Put(rule => rule.Is("DEFAULT"), to.Default is { } value ? Definitions.Default(value) : null));

        return to.Identity is null ? moved : Rekey(moved, after);
    }

    // The key stands behind the column that numbers the rows, or else among the constraints.
    private static TableText Rekey(TableText text, Table after)
    {
        var bare = text.DropRules((_, rule) => rule.IsKey);
        var columns = after.Columns.Aggregate(bare, (edited, column) => edited.Alter(column.Name, old => Renumber(text[column.Name], old, column, after)));

        return after.PrimaryKey is { } key && after.Columns.All(column => column.Identity is null)
            ? columns.AddConstraint(Definitions.Key(key))
            : columns;
    }

    private static ColumnText Renumber(ColumnText before, ColumnText bare, Column column, Table after)
    {
        if (column.Identity is not null)
        {
            var numbered = bare.Without(rule => rule.IsNullRule) with { Type = $" {SqliteTypes.Declare(column, after.IsStrict)}" };

            return after.PrimaryKey is { } key
                ? numbered with { Clauses = [new($" {Definitions.NumberingKey(key.Name).For(Engines.Sqlite)}"), .. numbered.Clauses] }
                : numbered;
        }

        var plain = before.Find(rule => rule.IsKey)?.Says("AUTOINCREMENT") is true
            ? bare with { Type = $" {SqliteTypes.Declare(column, after.IsStrict)}" }
            : bare;

        return column.IsNullable || plain.Find(rule => rule.IsNotNull) is not null
            ? plain
            : plain.Put(rule => rule.IsNullRule, $"NOT NULL");
    }
}
