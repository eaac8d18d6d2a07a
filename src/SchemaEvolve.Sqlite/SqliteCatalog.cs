using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;
using SchemaEvolve.Sqlite.DualWrites;
using SchemaEvolve.Sqlite.Texts;

namespace SchemaEvolve.Sqlite;

/// <summary>Makes a catalog of what SQLite remembers, and of any catalog what SQLite can remember of it.</summary>
internal static class SqliteCatalog
{
    /// <summary>The catalog that a database holds.</summary>
    public static Catalog Read(IReadOnlyList<SchemaRow> rows, IReadOnlyList<AnnotationRow> annotations)
    {
        var visible = rows.Where(row => row.Sql is not null && !SqliteNames.IsReserved(row.Name) && row.Kind != "shadow").ToList();
        var tables = visible.Where(row => row is { Type: "table", Kind: not "virtual" }).ToList();
        var names = tables.Select(row => row.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var belonging = visible.Where(row => row.Type is "index" or "trigger").ToLookup(row => row.Table, StringComparer.OrdinalIgnoreCase);
        var notes = annotations.Where(note => note.Kind is not (Annotations.OfEnum or Annotations.OfAlias or Annotations.OfMirror)).ToLookup(note => note.Object);
        var triggers = rows.Where(row => row.Type == "trigger").Select(row => row.Name).ToHashSet();
        var views = visible.Where(row => row.Type == "view").ToDictionary(row => row.Name, row => row.Sql!);
        var aliases = annotations.Where(note => note.Kind == Annotations.OfAlias && views.ContainsKey(note.Object)).ToDictionary(note => note.Object, note => note.Words);

        return Resolve(new()
        {
            StoresIntegersAlike = true,
            Tables = [.. tables.Select(row => ReadTable(row, belonging[row.Name], AreKept(row, triggers) ? notes[row.Name] : notes[row.Name].Where(note => note.Kind is Annotations.OfTable or Annotations.OfColumn)))],
            Aliases = [.. aliases.Select(alias => new Alias(alias.Key, alias.Value) { Source = new(ReadQuery(views[alias.Key])) })],
            Mirrors = [.. annotations.Where(note => note.Kind == Annotations.OfMirror).Select(note => MirrorJson.Read(note.Words)).Where(mirror => AreKept(mirror, triggers))],
            Enums = [.. annotations.Where(note => note.Kind == Annotations.OfEnum).GroupBy(note => note.Object).Select(ReadEnum)],
            Opaques =
            [
                .. visible
                    .Where(row => (row.Type == "view" && !aliases.ContainsKey(row.Name)) || row.Kind == "virtual" || (row.Type == "trigger" && !names.Contains(row.Table)))
                    .Select(ReadOpaque),
            ],
        });
    }

    /// <summary>The catalog as SQLite keeps it: without what it cannot tell apart, and each expression in one spelling.</summary>
    public static Catalog Normalize(Catalog catalog) => catalog with { Tables = catalog.Tables.Select(Normalize), StoresIntegersAlike = true };

    // Somebody may have dropped the triggers, and then nothing keeps the two forms in step.
    private static bool AreKept(SchemaRow table, HashSet<string> triggers) =>
        triggers.Contains(DualWriteTriggers.OnInsertOf(table.Name).Value) && triggers.Contains(DualWriteTriggers.OnUpdateOf(table.Name).Value);

    private static bool AreKept(Mirror mirror, HashSet<string> triggers) => new[] { (mirror.From, mirror.To), (mirror.To, mirror.From) }.All(side =>
        triggers.Contains(MirrorTriggers.OnInsertOf(side.Item1, side.Item2).Value) && triggers.Contains(MirrorTriggers.OnUpdateOf(side.Item1, side.Item2).Value));

    private static Table ReadTable(SchemaRow row, IEnumerable<SchemaRow> belonging, IEnumerable<AnnotationRow> annotations)
    {
        var text = TableText.Read(row.Sql!);
        var notes = annotations.ToLookup(note => note.Kind);
        var key = text.Rules.FirstOrDefault(place => place.Rule.IsKey);
        var rules = text.Rules.ToLookup(place => place.Rule switch
        {
            var rule when rule.IsUnique => nameof(Table.Uniques),
            var rule when rule.IsForeignKey => nameof(Table.ForeignKeys),
            var rule when rule.Is("CHECK") && !(place.Column is { } owner && SqliteTypes.Owns(owner, rule, text.IsStrict)) => nameof(Table.Checks),
            _ => "",
        });
        Identifier Spell(Identifier column) => text.Columns.FirstOrDefault(other => SqliteNames.AreSame(other.Name, column))?.Name ?? column;
        ValueList<Identifier> SpellAll(IEnumerable<Identifier> columns) => [.. columns.Select(Spell)];

        return new(row.Name)
        {
            Columns = [.. text.Columns.Select(column => ReadColumn(column, text, key.Rule?.ColumnsOr(key.Column) ?? [], notes))],
            PrimaryKey = key.Rule is { } rule ? new(rule.Name ?? $"pk_{row.Name}", SpellAll(rule.ColumnsOr(key.Column))) : null,
            Uniques = Distinct(rules[nameof(Table.Uniques)].Select(place => new Unique(place.Rule.NameOr(place.Column), SpellAll(place.Rule.ColumnsOr(place.Column))))),
            Checks = Distinct(rules[nameof(Table.Checks)].Select(place => new Check(place.Rule.NameOr(place.Column), place.Rule.Expression))),
            ForeignKeys = Distinct(rules[nameof(Table.ForeignKeys)].Select(place => new ForeignKey(
                place.Rule.NameOr(place.Column),
                SpellAll(place.Rule.ColumnsOr(place.Column)),
                place.Rule.References,
                place.Rule.To)
            {
                OnDelete = place.Rule.On("DELETE"),
                OnUpdate = place.Rule.On("UPDATE"),
                Deferral = place.Rule.Deferral,
            })),
            Indexes = [.. belonging.Where(other => other.Type == "index").Select(index => ReadIndex(index, Spell, text))],
            DualWrites = [.. notes[Annotations.OfDualWrite].Select(note => DualWriteJson.Read(note.Words))],
            Options = text.Options,
            Comment = notes[Annotations.OfTable].FirstOrDefault()?.Words,
            Opaques = [.. belonging.Where(other => other.Type == "trigger").Select(ReadOpaque)],
            Source = new(row.Sql),
        };
    }

    private static Column ReadColumn(ColumnText column, TableText table, ValueList<Identifier> key, ILookup<string, AnnotationRow> notes)
    {
        var numbers = column.Find(rule => rule.IsKey && rule.Says("AUTOINCREMENT")) is not null;
        var isRowNumber = column.IsInteger && key is [var only] && SqliteNames.AreSame(only, column.Name);
        var isKey = key.Any(name => SqliteNames.AreSame(name, column.Name));

        return new(column.Name, SqliteTypes.Read(column, table.IsStrict))
        {
            // Only in these keys does SQLite keep NULL out without being told.
            IsNullable = !(notes[Annotations.OfLoosened].Any(IsAboutIt) || column.Find(rule => rule.IsNotNull) is not null || isRowNumber || (isKey && table.Options.Contains(SqliteOptions.WithoutRowId))),
            Default = column.Find(rule => rule.Is("DEFAULT"))?.Default,
            Collation = column.Find(rule => rule.Is("COLLATE"))?.Collation,
            Identity = numbers ? new() : null,
            Generated = column.Find(rule => rule.IsGenerated) is { } generated ? new(generated.Expression, generated.Says("STORED")) : null,
            Comment = notes[Annotations.OfColumn].FirstOrDefault(IsAboutIt)?.Words,
        };

        bool IsAboutIt(AnnotationRow note) => note.Detail == column.Name.Value;
    }

    private static Index ReadIndex(SchemaRow row, Func<Identifier, Identifier> spell, TableText table)
    {
        var text = new IndexText(row.Sql!);

        return new(row.Name, [.. text.Keys.Select(key => ReadKey(key, spell, table))])
        {
            IsUnique = text.IsUnique,
            Condition = text.Condition,
            Source = new(row.Sql),
        };
    }

    private static IndexKey ReadKey(string text, Func<Identifier, Identifier> spell, TableText table)
    {
        var words = new Words(text);
        var last = words.Count - 1;
        var isDescending = words.IsAt(last, "DESC");
        last -= isDescending || words.IsAt(last, "ASC") ? 1 : 0;
        var collation = words.IsAt(last - 1, "COLLATE") ? (Identifier?)words[last].Value : null;
        last -= collation is null ? 0 : 2;
        var isColumn = last == 0 && words[0].IsName && table.Columns.Any(column => SqliteNames.AreSame(column.Name, words[0].Value));

        return (isColumn ? IndexKey.Ascending(spell(words[0].Value)) : IndexKey.Of(Sql.Raw(Unbracket(words.After(-1, last).Trim())))) with
        {
            IsDescending = isDescending,
            Collation = collation,
        };
    }

    private static EnumDefinition ReadEnum(IGrouping<string, AnnotationRow> values) => new(values.Key, [.. values.Select(value => value.Words)]);

    private static Opaque ReadOpaque(SchemaRow row) => new(row.Kind == "virtual" ? "virtual table" : row.Type, row.Name, Sql.Raw(row.Sql!));

    private static string ReadQuery(string view)
    {
        var words = new Words(view);

        return words.After(words.Find("AS"), words.Count - 1).Trim();
    }

    // Two rules that say the same, without names of their own, are one.
    private static NamedList<T> Distinct<T>(IEnumerable<T> rules)
        where T : INamed => [.. rules.DistinctBy(rule => rule.Name)];

    // A foreign key may spell the other table in its own way, and leave out its key.
    private static Catalog Resolve(Catalog catalog)
    {
        var tables = catalog.Tables.ToDictionary(table => table.Name.Name.Value, StringComparer.OrdinalIgnoreCase);

        return catalog with
        {
            Tables = catalog.Tables.Select(table => table with
            {
                ForeignKeys = table.ForeignKeys.Select(key => tables.TryGetValue(key.References.Name.Value, out var other) ? Resolve(key, other) : key),
            }),
        };
    }

    private static ForeignKey Resolve(ForeignKey key, Table other) => key with
    {
        References = other.Name,
        To = key.To.Count == 0
            ? other.PrimaryKey?.Columns ?? []
            : [.. key.To.Select(name => other.Columns.FirstOrDefault(column => SqliteNames.AreSame(column.Name, name))?.Name ?? name)],
    };

    private static Table Normalize(Table table) => table with
    {
        Columns = table.Columns.Select(column => Normalize(column)),
        Checks = table.Checks.Select(check => check with { Condition = Normalize(check.Condition), IsValidated = true }),
        ForeignKeys = table.ForeignKeys.Select(key => key with { IsValidated = true }),
        Indexes = table.Indexes.Select(Normalize),
        DualWrites = table.DualWrites.Select(sync => sync with { Up = Normalize(sync.Up), Down = Normalize(sync.Down) }),
        Opaques = table.Opaques.Select(opaque => opaque with { Definition = Normalize(opaque.Definition) }),
    };

    private static ValueList<Assignment> Normalize(ValueList<Assignment> assignments) =>
        [.. assignments.Select(assignment => assignment with { Value = Normalize(assignment.Value) })];

    private static Column Normalize(Column column) => column with
    {
        Type = column.Identity is not null ? ColumnType.Int64 : Normalize(column.Type),
        Default = column.Default is { } value ? Normalize(value) : null,
        Generated = column.Generated is { } generated ? generated with { Expression = Normalize(generated.Expression) } : null,
    };

    private static ColumnType Normalize(ColumnType type) => type is CustomType custom
        ? SqliteTypes.Read((ColumnText)Element.Of($"{(Identifier)"any"} {custom.Words}"), isStrict: false)
        : type;

    private static Index Normalize(Index index) => index with
    {
        Keys = [.. index.Keys.Select(key => key with { Expression = key.Expression is { } expression ? Normalize(expression) : null, NullsFirst = null })],
        Condition = index.Condition is { } condition ? Normalize(condition) : null,
        IsValid = true,
    };

    private static Sql Normalize(Sql expression) => Sql.Raw(SqlLexer.Normalize(Unbracket(expression.For(Engines.Sqlite).Trim()), Engines.Sqlite));

    private static string Unbracket(string expression)
    {
        var words = new Words(expression);

        return words.IsAt(0, "(") && words.Closing(0) == words.Count - 1 ? Unbracket(words.Inside(0)) : expression;
    }
}
