namespace SchemaEvolve.Catalogs;

/// <summary>The things of a catalog by their names, and what can be compared of them whichever way a database spells its expressions.</summary>
internal static class Outline
{
    private const string Plain = "the table as it is";

    // What is said by these names, a database does not say.
    private static readonly Identifier[] OwnCollations = ["default", "BINARY"];

    /// <summary>In what a live catalog differs from a promised one. Of a table that is on one side only, its parts are not told.</summary>
    public static ValueList<Mismatch> Compare(Catalog promised, Catalog live) => Compare(promised, live, (thing, found) => thing.IsMetBy(found));

    /// <summary>The same, and in which comments and collations that are promised.</summary>
    public static ValueList<Mismatch> CompareWholly(Catalog promised, Catalog live) => Compare(promised, live, (thing, found) => thing.IsWhollyMetBy(found));

    /// <summary>The same, and in which words of the expressions, which one database may say otherwise than its migrations and mean the same.</summary>
    public static ValueList<Mismatch> CompareInWords(Catalog promised, Catalog live, string engine) =>
        CompareInWords(promised, live, engine, Of);

    /// <summary>The same of two catalogs that were both read from a database, and in which of the things that changes cannot speak of.</summary>
    public static ValueList<Mismatch> CompareAsRead(Catalog before, Catalog after, string engine) => CompareInWords(before, after, engine, All);

    private static ValueList<Mismatch> CompareInWords(Catalog promised, Catalog live, string engine, Func<Catalog, IEnumerable<Thing>> things) =>
        Compare(promised, live, things, (thing, found) => thing.IsWhollyMetBy(found) && thing.IsSpelledLike(found, engine));

    private static ValueList<Mismatch> Compare(Catalog promised, Catalog live, Func<Thing, Thing, bool> isMet) => Compare(promised, live, Of, isMet);

    private static ValueList<Mismatch> Compare(Catalog promised, Catalog live, Func<Catalog, IEnumerable<Thing>> things, Func<Thing, Thing, bool> isMet)
    {
        var expected = things(promised).ToDictionary(thing => thing.Label);
        var found = things(live).ToDictionary(thing => thing.Label);

        return
        [
            .. Sorted(expected).Where(thing => !found.ContainsKey(thing.Label) && IsTold(thing, live)).Select(thing => new Mismatch(thing, null)),
            .. Sorted(expected).Where(thing => found.TryGetValue(thing.Label, out var match) && !isMet(thing, match)).Select(thing => new Mismatch(thing, found[thing.Label])),
            .. Sorted(found).Where(thing => !expected.ContainsKey(thing.Label) && IsTold(thing, promised)).Select(thing => new Mismatch(null, thing)),
        ];
    }

    /// <summary>The things of a catalog.</summary>
    public static IEnumerable<Thing> Of(Catalog catalog) =>
    [
        .. catalog.Tables.SelectMany(Of),
        .. catalog.Schemas.Select(schema => new Thing($"schema {schema.Name}", schema.Name, Table: null)),
        .. catalog.Enums.Select(type => new Thing($"enum {type.Name}", type.Name.Name, Table: null, [.. type.Values])),
        .. catalog.Sequences.Select(sequence => new Thing($"sequence {sequence.Name}", sequence.Name.Name, Table: null)),
        .. catalog.Extensions.Select(extension => new Thing($"extension {extension.Name}", extension.Name, Table: null)),
        .. catalog.Aliases.Select(alias => new Thing($"name {alias.Name} for {alias.Of}", alias.Name.Name, Table: null) { Shown = alias.Replaced ?? Plain }),
        .. catalog.Mirrors.Select(mirror => new Thing($"mirror {mirror.Name}", mirror.Name.Name, Table: null) { IsMachinery = true }),
    ];

    private static IEnumerable<Thing> All(Catalog catalog) =>
    [
        .. Of(catalog),
        .. catalog.Opaques.Select(opaque => Of(opaque, table: null)),
        .. catalog.Tables.SelectMany(table => table.Opaques.Select(opaque => Of(opaque, table.Name))),
    ];

    // A database has one partition key of a table, and no name for it.
    private static Thing Of(Opaque opaque, QualifiedName? table)
    {
        var called = opaque.Name == opaque.Kind ? opaque.Kind : $"{opaque.Kind} {opaque.Name}";

        return new(table is { } owner ? $"{called} of {owner}" : called, opaque.Name.Name, table)
        {
            Expressions = [new(opaque.Definition)],
            IsVerbatim = !opaque.IsView,
        };
    }

    private static IEnumerable<Thing> Of(Table table) =>
    [
        new($"table {table.Name}", table.Name.Name, table.Name) { IsTable = true, Comment = Comment(table.Comment) },
        .. table.Columns.Select(column => Of(table, column)),
        .. table.PrimaryKey is { } key ? [new($"primary key of {table.Name}", key.Name, table.Name, List(key.Columns))] : Array.Empty<Thing>(),
        .. table.Uniques.Select(unique => new Thing($"unique constraint {unique.Name} of {table.Name}", unique.Name, table.Name, List(unique.Columns))),
        .. table.Checks.Select(check => new Thing($"check {check.Name} of {table.Name}", check.Name, table.Name) { Expressions = [new(check.Condition)] }),
        .. table.ForeignKeys.Select(key => Of(table, key)),
        .. table.Exclusions.Select(exclusion => Of(table, exclusion)),
        .. table.Indexes.Select(index => Of(table, index)),
        .. table.DualWrites.Select(sync => new Thing($"dual write {sync.Name} of {table.Name}", sync.Name, table.Name) { IsMachinery = true }),
    ];

    // Some databases have one type only for columns that number the rows, and a type in the words of the database may bring a collation.
    private static Thing Of(Table table, Column column) => new(
        $"column {column.Name} of {table.Name}",
        column.Name,
        table.Name,
        [
            column.IsNullable ? "nullable" : "required",
            .. Said(column.Default is not null, "with a default"),
            .. Said(column.Identity is not null, "numbering the rows"),
            .. Said(column.Generated is not null, "generated"),
        ])
    {
        Type = column.Identity is null ? column.Type : null,
        Collation = column is { Type: not CustomType, Collation.Name: var collation } && !OwnCollations.Contains(collation) ? collation : default(Identifier?),
        Comment = Comment(column.Comment),
        Expressions = [.. new[] { column.Default, column.Generated?.Expression }.OfType<Sql>().Select(value => new Expression(value, Column: column))],
    };

    // To PostgreSQL, no words are no comment.
    private static string? Comment(string? words) => words is "" ? null : words;

    private static Thing Of(Table table, ForeignKey key) => new(
        $"foreign key {key.Name} of {table.Name}",
        key.Name,
        table.Name,
        [
            $"{List(key.Columns)} to {key.References} {List(key.To)}",
            .. Said(key.OnDelete != ReferentialAction.NoAction, $"{key.OnDelete} on delete"),
            .. Said(key.OnUpdate != ReferentialAction.NoAction, $"{key.OnUpdate} on update"),
        ]);

    private static Thing Of(Table table, Exclusion exclusion) => new($"exclusion constraint {exclusion.Name} of {table.Name}", exclusion.Name, table.Name)
    {
        Expressions =
        [
            .. exclusion.Elements.Select(element => Key(exclusion.Name, IndexKey.Of(element.Expression), exclusion.Method)),
            .. Condition(exclusion.Condition),
        ],
    };

    private static Thing Of(Table table, Index index) => new(
        $"index {index.Name} of {table.Name}",
        index.Name,
        table.Name,
        [
            $"({string.Join(", ", index.Keys.Select(key => $"{(key.Column is { } column ? column.Value : "an expression")}{(key.IsDescending ? " descending" : "")}"))})",
            .. Said(index.IsUnique, "unique"),
            .. Said(index.Condition is not null, "of some rows"),
            .. Said(!index.IsValid, "not valid"),
        ])
    {
        Expressions =
        [
            .. index.Keys.Where(key => key.Expression is not null).Select(key => Key(index.Name, key, index.Method)),
            .. Condition(index.Condition),
        ],
    };

    private static Expression Key(Identifier index, IndexKey key, string? method) => new(key.Expression!, Index: new(index, [key]) { Method = method });

    private static Expression[] Condition(Sql? condition) => condition is null ? [] : [new(condition)];

    private static IEnumerable<Thing> Sorted(Dictionary<string, Thing> things) => things.Values.OrderBy(thing => thing.Label, StringComparer.Ordinal);

    private static bool IsTold(Thing thing, Catalog other) => thing.IsTable || thing.Table is not { } table || other.Tables.Contains(table);

    private static string List(IEnumerable<Identifier> names) => $"({string.Join(", ", names)})";

    private static string[] Said(bool isSo, string words) => isSo ? [words] : [];
}
