using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve;

/// <summary>Records the operations of a migration that are about one table.</summary>
/// <remarks>Names that are not given are derived from the table and the columns: <c>ix_orders_placed_at</c>, <c>fk_orders_customer_id</c>.</remarks>
public sealed class TableBuilder
{
    private readonly MigrationBuilder _migration;
    private readonly QualifiedName _table;

    internal TableBuilder(MigrationBuilder migration, QualifiedName table) => (_migration, _table) = (migration, table);

    /// <summary>Adds a column.</summary>
    public TableBuilder AddColumn(Column column) => Record(new AddColumn(_table, column));

    /// <summary>Drops a column and its values, once no running version of the application uses it.</summary>
    /// <param name="column">The column.</param>
    /// <param name="down">What the old version reads in rows that the new one inserts without it, over the other columns. By default its default, or nothing.</param>
    public TableBuilder DropColumn(Identifier column, Sql? down = null) => Record(new DropColumn(_table, column) { Down = down });

    /// <summary>Lets a column of another name, type or rule take the place of one. Old and new versions each read and write their own, and the database keeps both in step.</summary>
    /// <example><code>
    /// .ReplaceColumn("phone", to: Column.Text("phone_number"), up: old => $"trim({old})", down: now => now)
    /// </code></example>
    /// <param name="column">The old column.</param>
    /// <param name="to">The new column.</param>
    /// <param name="up">How the new value is made of the old one. By default it is the same, in the new type.</param>
    /// <param name="down">How the old value is made of the new one. By default it is the same, in the old type.</param>
    public TableBuilder ReplaceColumn(Identifier column, Column to, Func<Sql, Sql>? up = null, Func<Sql, Sql>? down = null) =>
        Record(new ReplaceColumn(_table, column, to, Conversion.From(up), Conversion.From(down)));

    /// <summary>Lets several columns take the place of one.</summary>
    /// <example><code>
    /// .SplitColumn("name",
    ///     into: [Column.Text("first_name"), Column.Text("last_name")],
    ///     up: [new("first_name", $"split_part(name, ' ', 1)"), new("last_name", $"split_part(name, ' ', 2)")],
    ///     down: $"first_name || ' ' || last_name")
    /// </code></example>
    /// <param name="column">The old column.</param>
    /// <param name="into">The new columns.</param>
    /// <param name="up">The value of each new column, over the old one.</param>
    /// <param name="down">The value of the old column, over the new ones.</param>
    public TableBuilder SplitColumn(Identifier column, ValueList<Column> into, ValueList<Assignment> up, Sql down) =>
        Record(new SplitColumn(_table, column, into, up, down));

    /// <summary>Lets one column take the place of several.</summary>
    /// <param name="into">The new column.</param>
    /// <param name="up">Its value, over the old columns.</param>
    /// <param name="down">The value of each old column, over the new one.</param>
    public TableBuilder MergeColumns(Column into, Sql up, ValueList<Assignment> down) => Record(new MergeColumns(_table, into, up, down));

    /// <summary>Lets a column of another table take the place of one. Old and new versions each read and write their own, and the database keeps both equal.</summary>
    /// <remarks>
    /// The rows of the two tables belong together one to one: in each of them the key is unique, and a foreign key leads from one to the other.
    /// What stands on the column, such as an index, cannot go with it. A value whose row has no partner yet is written as soon as that is inserted;
    /// the contraction waits until each has one.
    /// </remarks>
    /// <example><code>
    /// schema.Table("orders").MoveColumn("address", to: "deliveries", by: [("id", "order_id")])
    /// </code></example>
    /// <param name="column">The old column.</param>
    /// <param name="to">The other table.</param>
    /// <param name="by">The columns of this table and of the other one that are equal in rows that belong together.</param>
    /// <param name="name">The name of the new column. By default it stays the same.</param>
    public TableBuilder MoveColumn(Identifier column, QualifiedName to, ValueList<(Identifier This, Identifier Other)> by, Identifier? name = null)
    {
        ArgumentNullException.ThrowIfNull(by);

        return Record(new MoveColumn(
            new(_table, column, [.. by.Select(pair => pair.This)]),
            new(to, name ?? column, [.. by.Select(pair => pair.Other)])));
    }

    /// <summary>Gives a column another name. As long as old and new versions run side by side, the table has both.</summary>
    public TableBuilder RenameColumn(Identifier from, Identifier to) => Record(new RenameColumn(_table, from, to));

    /// <summary>Changes what a column holds. Its name stays, for old and new versions alike.</summary>
    /// <param name="column">The column.</param>
    /// <param name="to">The type after.</param>
    /// <param name="up">How the values go over. By default the database converts them.</param>
    /// <param name="down">How they come back, for a rollback. By default the database converts them.</param>
    public TableBuilder ChangeType(Identifier column, ColumnType to, Func<Sql, Sql>? up = null, Func<Sql, Sql>? down = null) =>
        Record(new ChangeColumnType(_table, column, to, Conversion.From(up)) { Down = Conversion.From(down) });

    /// <summary>Keeps <c>NULL</c> out of a column, once every running version of the application fills it.</summary>
    public TableBuilder RequireColumn(Identifier column) => Record(new SetNullability(_table, column, IsNullable: false));

    /// <summary>Keeps <c>NULL</c> out of a column. Rows without a value, and those that an old version still writes, are given one.</summary>
    /// <param name="column">The column.</param>
    /// <param name="fill">The value, over the other columns of the row.</param>
    public TableBuilder RequireColumn(Identifier column, Sql fill) => Record(new RequireColumn(_table, column, fill));

    /// <summary>Adds a rule on rows, or makes the one of that name stricter, once no running version of the application breaks it.</summary>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="condition">What every row meets afterwards.</param>
    /// <param name="repair">What is set in rows that break it. With nothing, such rows stop the contraction, and the error names them.</param>
    public TableBuilder TightenCheck(Identifier name, Sql condition, ValueList<Assignment>? repair = null) =>
        Record(new TightenCheck(_table, new(name, condition), repair ?? []));

    /// <summary>Lets a column take <c>NULL</c>.</summary>
    public TableBuilder AllowNull(Identifier column) => Record(new SetNullability(_table, column, IsNullable: true));

    /// <summary>Gives new rows that do not say otherwise a constant.</summary>
    public TableBuilder SetDefault(Identifier column, Constant value) => SetDefaultSql(column, value.ToSql());

    /// <summary>Gives new rows that do not say otherwise the value of an expression.</summary>
    public TableBuilder SetDefaultSql(Identifier column, Sql expression) => Record(new SetDefault(_table, column, expression));

    /// <summary>Takes the default of a column away, once every running version of the application brings a value.</summary>
    public TableBuilder DropDefault(Identifier column) => Record(new SetDefault(_table, column, null));

    /// <summary>Changes how a column's text is sorted and compared, to a collation of the database or, with nothing, to its own.</summary>
    public TableBuilder SetCollation(Identifier column, QualifiedName? collation) => Record(new SetCollation(_table, column, collation));

    /// <summary>Lets the database number new rows by a column that exists.</summary>
    public TableBuilder SetIdentity(Identifier column, bool always = false, long start = 1, long increment = 1) =>
        Record(new SetIdentity(_table, column, new(always, start, increment)));

    /// <summary>Lets the application number the rows again.</summary>
    public TableBuilder DropIdentity(Identifier column) => Record(new SetIdentity(_table, column, null));

    /// <summary>Says what the table is for.</summary>
    public TableBuilder Comment(string? comment) => Record(new SetComment(_table, null, comment));

    /// <summary>Says what a column is for.</summary>
    public TableBuilder CommentOn(Identifier column, string? comment) => Record(new SetComment(_table, column, comment));

    /// <summary>Sets what the database calls options of the table. Provider packages have a method for each, such as <c>Strict()</c>.</summary>
    public TableBuilder SetOptions(params ReadOnlySpan<string> options)
    {
        string[] sorted = [.. options];
        Array.Sort(sorted, StringComparer.Ordinal);
        return Record(new SetTableOptions(_table, [.. sorted]));
    }

    /// <summary>Adds to what the database calls options of the table.</summary>
    public TableBuilder AddOption(string option) => Record(new AddTableOption(_table, option));

    /// <summary>Makes some columns the primary key of a table that has none.</summary>
    public TableBuilder AddPrimaryKey(params ReadOnlySpan<Identifier> columns) => ChangePrimaryKey(columns);

    /// <inheritdoc cref="AddPrimaryKey(ReadOnlySpan{Identifier})"/>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="name">The name of the constraint.</param>
    public TableBuilder AddPrimaryKey(ValueList<Identifier> columns, Identifier name) => Record(new SetPrimaryKey(_table, new(name, columns)));

    /// <summary>Makes some columns the primary key instead of the one that there is. Foreign keys to the old one must go first.</summary>
    public TableBuilder ChangePrimaryKey(params ReadOnlySpan<Identifier> columns) =>
        Record(new SetPrimaryKey(_table, new(Naming.Derive("pk", _table), [.. columns])));

    /// <summary>Drops the primary key. The columns stay.</summary>
    public TableBuilder DropPrimaryKey() => Record(new SetPrimaryKey(_table, null));

    /// <summary>Adds a rule that no two rows have the same values in some columns.</summary>
    public TableBuilder AddUnique(params ReadOnlySpan<Identifier> columns) => AddUnique([.. columns], name: null);

    /// <inheritdoc cref="AddUnique(ReadOnlySpan{Identifier})"/>
    /// <param name="columns">The columns, in order.</param>
    /// <param name="name">The name of the constraint, or nothing for a derived one.</param>
    /// <param name="deferral">When the rule is checked.</param>
    /// <param name="nullsDistinct">Whether two rows with <c>NULL</c> count as different.</param>
    public TableBuilder AddUnique(
        ValueList<Identifier> columns,
        Identifier? name,
        Deferral deferral = Deferral.None,
        bool nullsDistinct = true) =>
        Record(new AddUnique(_table, new(name ?? Naming.Derive("uq", _table, columns), columns)
        {
            Deferral = deferral,
            AreNullsDistinct = nullsDistinct,
        }));

    /// <summary>Adds a condition that every row meets.</summary>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="condition">The condition, over the columns of the table.</param>
    public TableBuilder AddCheck(Identifier name, Sql condition) => Record(new AddCheck(_table, new(name, condition)));

    /// <summary>Adds a rule that a column refers to a row that exists.</summary>
    /// <param name="column">The referring column.</param>
    /// <param name="references">The table referred to, by its primary key unless <paramref name="to"/> says otherwise.</param>
    /// <param name="to">The column referred to.</param>
    /// <param name="onDelete">What becomes of a row when the row it refers to is deleted.</param>
    /// <param name="onUpdate">What becomes of a row when the row it refers to changes its key.</param>
    /// <param name="deferral">When the rule is checked.</param>
    /// <param name="name">The name of the constraint, or nothing for a derived one.</param>
    public TableBuilder AddForeignKey(
        Identifier column,
        QualifiedName references,
        Identifier? to = null,
        ReferentialAction onDelete = ReferentialAction.NoAction,
        ReferentialAction onUpdate = ReferentialAction.NoAction,
        Deferral deferral = Deferral.None,
        Identifier? name = null) =>
        AddForeignKey([column], references, to is { } one ? [one] : [], onDelete, onUpdate, deferral, name);

    /// <summary>Adds a rule that several columns together refer to a row that exists.</summary>
    /// <param name="columns">The referring columns.</param>
    /// <param name="references">The table referred to, by its primary key unless <paramref name="to"/> says otherwise.</param>
    /// <param name="to">The columns referred to, each paired with the referring column at its place.</param>
    /// <param name="onDelete">What becomes of a row when the row it refers to is deleted.</param>
    /// <param name="onUpdate">What becomes of a row when the row it refers to changes its key.</param>
    /// <param name="deferral">When the rule is checked.</param>
    /// <param name="name">The name of the constraint, or nothing for a derived one.</param>
    public TableBuilder AddForeignKey(
        ValueList<Identifier> columns,
        QualifiedName references,
        ValueList<Identifier>? to = null,
        ReferentialAction onDelete = ReferentialAction.NoAction,
        ReferentialAction onUpdate = ReferentialAction.NoAction,
        Deferral deferral = Deferral.None,
        Identifier? name = null) =>
        Record(new AddForeignKey(_table, new(name ?? Naming.Derive("fk", _table, columns), columns, references, to ?? [])
        {
            OnDelete = onDelete,
            OnUpdate = onUpdate,
            Deferral = deferral,
        }));

    /// <summary>Adds a rule that no two rows compare as true by all of some operators. SQLite has none.</summary>
    /// <example><code>.AddExclusion("no_overlap", "gist", new($"room", "="), new($"during", "&amp;&amp;"))</code></example>
    /// <param name="name">The name of the constraint.</param>
    /// <param name="method">The kind of index that enforces it, such as <c>gist</c>.</param>
    /// <param name="elements">What is compared, and how.</param>
    public TableBuilder AddExclusion(Identifier name, string method, params ReadOnlySpan<ExclusionElement> elements) =>
        Record(new AddExclusion(_table, new(name, method, [.. elements])));

    /// <summary>Drops a constraint of the given name, of whatever kind it is.</summary>
    public TableBuilder DropConstraint(Identifier name) => Record(new DropConstraint(_table, name));

    /// <summary>Creates an index on columns or expressions.</summary>
    public TableBuilder AddIndex(params ReadOnlySpan<IndexKey> keys) => AddIndex([.. keys], index => index);

    /// <summary>Creates an index with more to say about it.</summary>
    /// <param name="keys">What it sorts by.</param>
    /// <param name="with">What it may have, such as <c>index => index.Unique().Where($"deleted_at IS NULL")</c>.</param>
    public TableBuilder AddIndex(ValueList<IndexKey> keys, Func<Catalogs.Index, Catalogs.Index> with)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(with);

        var parts = keys.Select(key => key.Column ?? "expression");
        return Record(new CreateIndex(_table, with(new(Naming.Derive("ix", _table, parts), keys))));
    }

    /// <summary>Drops an index, once no running version of the application needs it to be fast.</summary>
    public TableBuilder DropIndex(Identifier name) => Record(new DropIndex(_table, name));

    /// <summary>Puts rows into the table unless they are there already.</summary>
    /// <remarks>Nobody notes which were. A rollback deletes them all, but those that others refer to, and needs <see cref="RollbackOptions.AllowDataLoss"/> for it, unless the table goes too.</remarks>
    /// <example><code>.Seed(["code", "name"], key: ["code"], ["DE", "Germany"], ["FR", "France"])</code></example>
    /// <param name="columns">The columns that are written.</param>
    /// <param name="key">The columns by which a row is known, which must be unique in the table.</param>
    /// <param name="rows">The rows, with a value for each column.</param>
    public TableBuilder Seed(
        ValueList<Identifier> columns,
        ValueList<Identifier> key,
        params ReadOnlySpan<ValueList<Constant>> rows) =>
        Record(new InsertRows(_table, columns, key, [.. rows], Overwrites: false));

    /// <summary>Puts rows into the table. A row that is there already takes the new values.</summary>
    /// <param name="columns">The columns that are written.</param>
    /// <param name="key">The columns by which a row is known, which must be unique in the table.</param>
    /// <param name="rows">The rows, with a value for each column.</param>
    public TableBuilder Upsert(
        ValueList<Identifier> columns,
        ValueList<Identifier> key,
        params ReadOnlySpan<ValueList<Constant>> rows) =>
        Record(new InsertRows(_table, columns, key, [.. rows], Overwrites: true));

    /// <summary>Sets a column of the rows that meet a condition, in one statement.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">Its new value, over the columns of the row as it was.</param>
    /// <param name="where">Which rows. All of them with <c>$"TRUE"</c>.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    public TableBuilder Update(Identifier column, Sql value, Sql where, Undo undo) => Update([new(column, value)], where, undo);

    /// <summary>Sets several columns of the rows that meet a condition, in one statement.</summary>
    /// <param name="set">The columns and their new values.</param>
    /// <param name="where">Which rows. All of them with <c>$"TRUE"</c>.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    public TableBuilder Update(ValueList<Assignment> set, Sql where, Undo undo) => Record(new UpdateRows(_table, set, where, undo));

    /// <summary>Brings a column up to date in batches, while old and new versions of the application go on. Rows that are right already are not written.</summary>
    /// <example><code>schema.Table("customers").Backfill("country", $"upper(trim(country))", Undo.Nothing, where: $"country IS NOT NULL");</code></example>
    /// <param name="column">The column.</param>
    /// <param name="value">Its value, over the columns of the row.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    /// <param name="where">Which rows, or nothing for all.</param>
    public TableBuilder Backfill(Identifier column, Sql value, Undo undo, Sql? where = null) => Backfill([new(column, value)], undo, where);

    /// <summary>Brings several columns up to date in batches, while old and new versions of the application go on. Rows that are right already are not written.</summary>
    /// <param name="set">The columns and their values.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    /// <param name="where">Which rows, or nothing for all.</param>
    public TableBuilder Backfill(ValueList<Assignment> set, Undo undo, Sql? where = null) => Record(new Backfill(_table, set, where, undo));

    /// <summary>Brings columns up to date in batches by a conversion in C#, while old and new versions of the application go on. Rows that are right already are not written.</summary>
    /// <example><code>
    /// schema.Table("customers").Backfill("normalize phone numbers", version: 1, reads: ["phone"], writes: ["phone_number"], (page, _) =>
    /// {
    ///     foreach (var row in page.Rows)
    ///     {
    ///         row.Set("phone_number", PhoneNumber.Normalize(row.Get&lt;string?&gt;("phone")));
    ///     }
    ///
    ///     return Task.CompletedTask;
    /// }, Undo.Nothing, where: $"phone IS NOT NULL");
    /// </code></example>
    /// <param name="name">What the conversion does, in a few words.</param>
    /// <param name="version">The version of the code. Together with the name it stands for the code in the fingerprint.</param>
    /// <param name="reads">The columns that it reads.</param>
    /// <param name="writes">The columns that it writes, which it can read too.</param>
    /// <param name="convert">The code. It may see a row more than once: after a failure, and when it is run again.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    /// <param name="where">Which rows, or nothing for all.</param>
    public TableBuilder Backfill(
        string name,
        int version,
        ValueList<Identifier> reads,
        ValueList<Identifier> writes,
        BackfillCode convert,
        Undo undo,
        Sql? where = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(convert);

        return Record(new BackfillByCode(_table, name, version, reads, writes, where, undo) { Convert = convert });
    }

    /// <summary>Deletes the rows that meet a condition, in one statement.</summary>
    /// <param name="where">Which rows.</param>
    /// <param name="undo">How a rollback undoes it.</param>
    public TableBuilder Delete(Sql where, Undo undo) => Record(new DeleteRows(_table, where, undo));

    private TableBuilder Record(Operation operation)
    {
        _migration.Record(operation);
        return this;
    }
}
