using System.Collections.Immutable;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Texts;
using static SchemaEvolve.Providers.Statement;

namespace SchemaEvolve.Sqlite;

/// <summary>The changes that one transaction makes: some in place, and for each table that SQLite cannot alter, one copy with all its changes.</summary>
/// <param name="Capabilities">What SQLite can do in place.</param>
/// <param name="Before">The catalog before.</param>
/// <param name="After">The catalog after the changes so far.</param>
internal sealed record SqliteStep(SqliteCapabilities Capabilities, Catalog Before, Catalog After)
{
    private ImmutableList<Work> Works { get; init; } = [];

    private ImmutableHashSet<QualifiedName> Checked { get; init; } = [];

    private ImmutableHashSet<QualifiedName> Compiled { get; init; } = [];

    private ImmutableHashSet<QualifiedName> Made { get; init; } = [];

    /// <summary>Whether something was said that needs foreign keys on, or SQLite's help with a name.</summary>
    private bool IsAttached { get; init; }

    private bool Copies => Works.Exists(work => work is Copy);

    /// <summary>How many changes there are so far.</summary>
    public int Count { get; private init; }

    /// <summary>Whether a table is new in this step.</summary>
    public bool Creates(QualifiedName table) => Made.Contains(table);

    /// <summary>This step with one more change, or nothing if the change has to wait for the next step.</summary>
    public SqliteStep? Take(Change change) => change switch
    {
        CreateTable c => Create(c),
        AddExclusion or DropExclusion => throw SqliteLimits.NoExclusions,
        EntombColumn c => Entomb(c),
        ExhumeColumn c => Exhume(c),
        TableChange c => Take(c),
        CreateEnum c => Say(c, Annotations.Define(c.Definition)).Check(c.Definition.Name),
        DropEnum c => Say(c, Annotations.DropEnum(c.Name)),
        AddEnumValue c => Redefine(c, c.Enum),
        DropEnumValue c => Redefine(c, c.Enum),
        RenameEnumValue c => Redefine(c, c.Enum),
        RenameTable c => Attach(c, Renames.Apply(c, After), c.From, c.From.Sibling(c.To)),
        RenameColumn c when IsInCopy(c) => RenameInCopy(c),
        RenameColumn c => Attach(c, Renames.Apply(c, After), c.Table, c.Table),
        EntombTable c => Attach(c, Renames.Apply(c, After), c.Table, c.Table.Sibling(c.Tombstone)),
        ExhumeTable c => Attach(c, Renames.Apply(c, After), c.Tombstone, c.Tombstone.Sibling(c.Table)),
        AddMirror c => Mirror(c, Annotations.AddMirror(c.Mirror)) with { Compiled = Compiled.Union(c.Tables) },
        DropMirror c => Mirror(c, Annotations.DropMirror(c.Mirror)),
        CreateAlias c => Check(c).Attach(SqliteStatements.Of(c, After), c.Apply(After)),
        _ => Attach(SqliteStatements.Of(change, After), change.Apply(After)),
    };

    /// <summary>The statements, in order.</summary>
    public ValueList<Statement> Statements()
    {
        foreach (var table in Checked.Where(After.Tables.Contains))
        {
            SqliteLimits.Check(After[table]);
            SqliteLimits.CheckDualWrites(After[table], After);
        }

        var copied = Works.OfType<Copy>().Select(copy => copy.Rebuild.Before.Name).ToList();
        IEnumerable<Statement> statements = [.. Works.SelectMany(work => work.Statements(After)), .. Dependants.Compile([.. copied, .. Compiled], After)];

        return copied.Count == 0 ? [.. statements] : [.. Detach(statements, References.Of(copied, Before, After))];
    }

    private SqliteStep? Take(TableChange change)
    {
        var before = After[change.Table];
        var after = Edit(change);
        var step = this with { After = after, Count = Count + 1, Checked = Checked.Add(change.Table), Compiled = change is DropColumn or AddDualWrite ? Compiled.Add(change.Table) : Compiled };

        return (Works.Find(work => work.Shapes(change.Table)), change) switch
        {
            (Copy, not SetComment) => Copied(),
            (Creation, _) => step,
            _ when Capabilities.CanInPlace(change, before) => InPlace(SqliteStatements.Of(change, After)),
            _ when IsSaid(change, before, after[change.Table]) => InPlace([]),
            _ when IsStored(change, before, after[change.Table]) => InPlace(SqliteStatements.Redeclare(change.Table, TableText.Of(after[change.Table], after))),
            _ => Copied(),
        };

        SqliteStep? Copied() => step.CopyWith(change, before)?.Say(
        [
            .. Machinery.AroundViews([], After, change.Table, after, change.Table),
            .. Annotations.Follow(change, before, after[change.Table]),
        ]);

        SqliteStep InPlace(IEnumerable<Statement> statements) => step.Say(
        [
            .. Machinery.Around(statements, After, change.Table, after, change.Table),
            .. Annotations.Follow(change, before, after[change.Table]),
        ]);
    }

    // What SQLite does for a renaming, it would do in the machinery as well, and the machinery could not be made again from the catalog.
    private SqliteStep? Attach(Change change, Catalog after, QualifiedName from, QualifiedName to)
    {
        SqliteLimits.Check(change, After);
        return Attach(Machinery.Around(SqliteStatements.Of(change, After), After, from, after, to), after);
    }

    // A table that is copied, or not yet created, gets its triggers together with itself.
    private SqliteStep Mirror(Change change, IEnumerable<Statement> annotations)
    {
        var after = change.Apply(After);
        var standing = change.Tables.Where(table => !Works.Exists(work => work.Shapes(table)));

        return Say(change, [.. standing.SelectMany(table => Machinery.AroundTriggers([], After, table, after, table)), .. annotations]);
    }

    private SqliteStep Check(CreateAlias change)
    {
        SqliteLimits.Check(change.Alias.Name);
        SqliteLimits.Check(change.Alias.Name, After);
        return this;
    }

    // Where nothing else uses the name, SQLite's help with it is not needed, and what belongs together stays in one transaction.
    private bool IsInCopy(RenameColumn change) =>
        Works.Exists(work => work is Copy && work.Shapes(change.Table))
        && !After.Opaques.Concat(After.Tables.SelectMany(table => table.Opaques)).Any(opaque => opaque.Definition.IsEmpty || SqlLexer.Mentions(opaque.Definition, change.From))
        && !After.Tables.SelectMany(table => table.ForeignKeys).Any(key => key.References == change.Table && key.To.Contains(change.From));

    private SqliteStep? RenameInCopy(RenameColumn change)
    {
        SqliteLimits.Check(change, After);
        var (before, after) = (After[change.Table], Renames.Apply(change, After));

        return (this with { After = after, Count = Count + 1 }).CopyWith(change, before)?.Say(
        [
            .. Machinery.AroundViews([], After, change.Table, after, change.Table),
            .. Annotations.RenameColumn(before, change.From, change.To),
        ]);
    }

    private SqliteStep? Entomb(EntombColumn change)
    {
        var loose = After[change.Table].Columns[change.Column].IsNullable ? this : Take(new SetNullability(change.Table, change.Column, IsNullable: true));

        return loose?.Take(new RenameColumn(change.Table, change.Column, change.Tombstone)) is { } entombed ? entombed with { Count = Count + 1 } : null;
    }

    private SqliteStep? Exhume(ExhumeColumn change)
    {
        var renamed = Take(new RenameColumn(change.Table, change.Tombstone, change.Column));
        var exhumed = change.IsNullable ? renamed : renamed?.Take(new SetNullability(change.Table, change.Column, IsNullable: false));

        return exhumed is null ? null : exhumed with { Count = Count + 1 };
    }

    // The type is no more than its annotations, and a rule behind each of its columns.
    private SqliteStep? Redefine(Change change, QualifiedName type)
    {
        var after = Edit(change, type);
        var step = this with { After = after, Count = Count + 1 };

        return After.Tables
            .Where(table => SqliteTypes.Users(table, type).Any())
            .Aggregate<Table, SqliteStep?>(step, (longer, table) => longer?.CopyWith(change, table))
            ?.Say(Annotations.Redefine(after.Enums[type]));
    }

    // However many changes a table has, it is copied once; and one that is new in this step, not at all.
    private SqliteStep? CopyWith(Change change, Table before)
    {
        var open = Works.FindIndex(work => work.Shapes(before.Name));

        return (open >= 0 ? Works[open] : null) switch
        {
            Copy copy => this with { Works = Works.SetItem(open, copy with { Rebuild = copy.Rebuild.Fold(change, before) }) },
            Creation => this,
            _ when IsAttached || !before.Opaques.All(Renames.IsKnown) => null,
            _ => this with { Works = Works.Add(new Copy(TableRebuild.Of(before, After).Fold(change, before))) },
        };
    }

    private Catalog Edit(TableChange change)
    {
        var after = change.Apply(After);

        return after.Alter(change.Table, table => table with
        {
            Indexes = change is RenameIndex c ? table.Indexes.Replace(c.To, _ => Renames.Apply(c, After[c.Table].Indexes[c.From])) : table.Indexes,
            Source = table.Source.Text is { } source ? new(Edit(TableText.Read(source), change, table, after).ToString()) : table.Source,
        });
    }

    private TableText Edit(TableText text, TableChange change, Table after, Catalog catalog) =>
        TableEdits.Loosen(TableEdits.Apply(text, change, after, catalog), After[change.Table], after);

    private Catalog Edit(Change change, QualifiedName type)
    {
        var after = change.Apply(After);

        return after with
        {
            Tables = after.Tables.Select(table => table.Source.Text is { } source
                ? table with { Source = new(TableEdits.Redefine(TableText.Read(source), After[table.Name], table, type, after).ToString()) }
                : table),
        };
    }

    // SQLite has fewer types than the catalog, so that a change may turn out to be none.
    private bool IsSaid(TableChange change, Table before, Table after) =>
        change is not ChangeColumnType { Using.IsNone: false }
        && TableText.Of(before, After).ToString() == TableText.Of(after, After).ToString();

    // The name of a rule stands in the text only. A whole number is stored the same in columns of any size, unless the column
    // is the row number in only one of the two tables.
    private bool IsStored(TableChange change, Table before, Table after) => before.Source.Text is not null && change switch
    {
        RenameConstraint => true,
        ChangeColumnType { Type: IntegerType, Using.IsNone: true } c => before.Columns[c.Column].Type is IntegerType && Numbering.Of(before, After) == Numbering.Of(after, After),
        _ => false,
    };

    private SqliteStep Add(Work work, Change change) => this with { After = change.Apply(After), Count = Count + 1, Works = Works.Add(work) };

    private SqliteStep Say(Change change, IEnumerable<Statement> statements) => Add(new Said([.. statements]), change);

    private SqliteStep Say(IEnumerable<Statement> statements) => this with { Works = Works.Add(new Said([.. statements])) };

    // Rows that are written while foreign keys are off would not take their children along, and under legacy_alter_table
    // a rename does not reach triggers and views. Tables that are not yet created are needed now, in the shape they have.
    private SqliteStep? Attach(IEnumerable<Statement> statements, Catalog after) => Copies ? null : this with
    {
        After = after,
        Count = Count + 1,
        IsAttached = true,
        Works = [.. Works.Select(work => work is Creation ? new Said([.. work.Statements(After)]) : work), new Said([.. statements])],
    };

    private SqliteStep Create(CreateTable change)
    {
        SqliteLimits.Check(change.Table.Name, After);
        return (Add(new Creation(change.Table.Name), change) with { Made = Made.Add(change.Table.Name) }).Check(change.Table.Name);
    }

    private SqliteStep Check(QualifiedName name)
    {
        SqliteLimits.Check(name);
        return this with { Checked = Checked.Add(name) };
    }

    private static IEnumerable<Statement> Detach(IEnumerable<Statement> statements, References references) =>
    [
        // Neither has an effect inside a transaction; and with foreign keys on, DROP TABLE deletes the rows of other tables.
        RunAlone($"PRAGMA foreign_keys = OFF"),
        RunAlone($"PRAGMA legacy_alter_table = ON"),
        MustBeEmpty("Foreign keys are off while a table is copied.", $"SELECT foreign_keys FROM pragma_foreign_keys WHERE foreign_keys"),
        .. references.Before(),
        .. statements,
        .. references.After(),
        RunAlways($"PRAGMA legacy_alter_table = OFF"),
        RunAlways($"PRAGMA foreign_keys = ON"),
    ];

    private abstract record Work
    {
        public virtual bool Shapes(QualifiedName table) => false;

        public abstract IEnumerable<Statement> Statements(Catalog catalog);
    }

    private sealed record Said(ValueList<Statement> What) : Work
    {
        public override IEnumerable<Statement> Statements(Catalog catalog) => What;
    }

    private sealed record Creation(QualifiedName Table) : Work
    {
        public override bool Shapes(QualifiedName table) => table == Table;

        public override IEnumerable<Statement> Statements(Catalog catalog) => SqliteStatements.Create(catalog[Table], catalog);
    }

    private sealed record Copy(TableRebuild Rebuild) : Work
    {
        public override bool Shapes(QualifiedName table) => table == Rebuild.Before.Name;

        public override IEnumerable<Statement> Statements(Catalog catalog) => Rebuild.Statements(catalog[Rebuild.Before.Name], catalog);
    }
}
