using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Conformance.Histories;

/// <summary>Operations of all kinds, thrown for a catalog: most of them fit it, and some do not.</summary>
public static class RandomOperations
{
    private static readonly string[] TableNames = ["people", "bills", "order", "Größe \"x\"", "notes"];

    private static readonly string[] ColumnNames = ["name", "amount", "select", "größe", "Mixed Case", "a", "b", "c"];

    private static readonly ColumnType[] Types =
    [
        ColumnType.Text(), ColumnType.Text(), ColumnType.Text(40), ColumnType.Int32, ColumnType.Int64, ColumnType.Int16, ColumnType.Boolean, ColumnType.Decimal(12, 2),
        ColumnType.Double, ColumnType.Date, ColumnType.Timestamp, ColumnType.Guid, ColumnType.Binary,
    ];

    private static readonly Func<Catalog, Table, Dice, Operation?>[] Kinds =
    [
        (_, _, dice) => Create(dice),
        (_, table, dice) => new AddColumn(table.Name, Extra(dice)),
        (_, table, dice) => new AddColumn(table.Name, Extra(dice)),
        (_, table, dice) => Of(table, dice, column => new DropColumn(table.Name, column.Name) { Down = column.IsNullable || column.Default is not null ? null : Value(column.Type, 1) }),
        (_, table, dice) => Of(table, dice, column => new RenameColumn(table.Name, column.Name, dice.OneOf(ColumnNames)!)),
        (_, table, dice) => new RenameTable(table.Name, dice.OneOf(TableNames)!),
        (_, table, dice) => dice.Hits(2) ? new DropTable(table.Name) : null,
        (_, table, dice) => Of(table, dice, column => Wider(column.Type, dice) is { } type ? new ChangeColumnType(table.Name, column.Name, type, Conversion.None) : null),
        (_, table, dice) => Of(table, dice, column => Wider(column.Type, dice) is { } type ? new ChangeColumnType(table.Name, column.Name, type, Conversion.None) : null),
        (_, table, dice) => OfText(table, dice, column => new ReplaceColumn(table.Name, column.Name, Like(column, dice), new(old => $"'x' || {old}"), new(now => $"substr({now}, 2)"))),
        (_, table, dice) => Of(table, dice, column => new ReplaceColumn(table.Name, column.Name, column with { Name = dice.OneOf(ColumnNames)! }, Conversion.None, Conversion.None)),
        (_, table, dice) => OfText(table, dice, column => Split(table, column, dice)),
        (_, table, dice) => OfText(table, dice, one => OfText(table, dice, other => Merge(table, one, other, dice))),
        (catalog, table, dice) => Of(table, dice, column => Move(catalog, table, column, dice)),
        (_, table, dice) => Of(table, dice, column => new RequireColumn(table.Name, column.Name, Value(column.Type, 1))),
        (_, table, dice) => Of(table, dice, column => new SetNullability(table.Name, column.Name, IsNullable: true)),
        (_, table, dice) => Of(table, dice, column => new AddCheck(table.Name, new($"ck_{dice.Below(5)}", $"{column.Name} IS NULL OR {column.Name} IS NOT NULL"))),
        (_, table, dice) => dice.OneOf(table.Checks) is { } check ? new TightenCheck(table.Name, check with { Condition = $"({check.Condition}) AND 1 = 1" }, []) : null,
        (_, table, dice) => Of(table, dice, column => new CreateIndex(table.Name, Index($"ix_{dice.Below(9)}", column, dice))),
        (_, table, dice) => Of(table, dice, column => new AddUnique(table.Name, new($"uq_{dice.Below(9)}", [column.Name, .. table.PrimaryKey!.Columns]))),
        (_, table, dice) => dice.OneOf(table.Indexes) is { } index ? new DropIndex(table.Name, index.Name) : null,
        (_, table, dice) => dice.OneOf(Constraints(table)) is { Value: not null } name ? new DropConstraint(table.Name, name) : null,
        (catalog, table, dice) => Refer(catalog, table, dice),
        (catalog, table, dice) => Refer(catalog, table, dice),
        (_, table, dice) => Of(table, dice, column => new SetDefault(table.Name, column.Name, dice.Hits(3) ? null : Value(column.Type, dice.Below(5)))),
        (_, table, dice) => new SetComment(table.Name, dice.Hits(2) ? dice.OneOf(table.Columns)!.Name : default(Identifier?), dice.Hits(4) ? null : "It's so"),
        (_, table, dice) => new WidenPrimaryKey(table.Name, ColumnType.Int64),
        (_, table, dice) => Seed(table, dice),
        (_, table, dice) => Of(table, dice, column => column.IsNullable ? new Backfill(table.Name, [new(column.Name, Value(column.Type, 3))], $"1 = 0", Undo.Nothing) : null),
        (_, table, dice) => Of(table, dice, column => new Unsafe("Nobody is there", new RenameColumn(table.Name, column.Name, dice.OneOf(ColumnNames)!))),
        (catalog, _, dice) => new CreateEnum(new($"mood{dice.Below(3)}", ["sad", "it's ok", "happy"])),
        (catalog, table, dice) => dice.OneOf(catalog.Enums) is { } type ? new AddColumn(table.Name, Column.Enum(dice.OneOf(ColumnNames)!, type.Name)) : null,
        (catalog, _, dice) => dice.OneOf(catalog.Enums) is { } type ? new AddEnumValue(type.Name, $"angry{dice.Below(3)}", null) : null,
        (_, table, dice) => Of(table, dice, column => column.IsNullable ? null : new SetPrimaryKey(table.Name, new($"pk_{dice.Below(3)}", [.. table.PrimaryKey!.Columns, column.Name]))),
    ];

    /// <summary>A table to begin with.</summary>
    public static Operation Create(Dice dice)
    {
        ArgumentNullException.ThrowIfNull(dice);

        var id = dice.Hits(2) ? Column.Int64("id") : Column.Int32("id");
        Column[] others = [.. Enumerable.Range(0, 1 + dice.Below(4)).Select(_ => Extra(dice)).DistinctBy(column => column.Name)];

        return new CreateTable(Table.Of(dice.OneOf(TableNames)!, [(dice.Hits(3) ? id.Identity() : id).PrimaryKey(), .. others]));
    }

    /// <summary>The next operation, or <see langword="null"/> where the throw leads to none.</summary>
    public static Operation? Next(Catalog catalog, Dice dice)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(dice);

        return dice.OneOf(catalog.Tables.Where(table => table.PrimaryKey is not null)) is { } table ? Kinds[dice.Below(Kinds.Length)](catalog, table, dice) : Create(dice);
    }

    /// <summary>A value of a type, another one for each number.</summary>
    public static Sql Value(ColumnType type, int number) => Sql.Literal(type switch
    {
        TextType or CharType => $"it's {number}",
        IntegerType => number,
        BooleanType => number % 2 == 0,
        DecimalType => number + 0.25m,
        FloatType => number + 0.5,
        DateType => new DateOnly(2026, 1, 1).AddDays(number),
        TimestampType => new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(number),
        GuidType => new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        BinaryType => BitConverter.GetBytes(number),
        EnumType => "happy",
        _ => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Nobody throws values of {type}.")),
    });

    private static Column Extra(Dice dice)
    {
        var column = Column.Of(dice.OneOf(ColumnNames)!, dice.OneOf(Types)!);

        return dice.Below(5) switch
        {
            0 => column.NotNull().DefaultSql(Value(column.Type, 7)),
            1 => column.DefaultSql(Value(column.Type, 8)),
            2 when column.Type is TextType => column.WithComment("It's text"),
            _ => column,
        };
    }

    private static Operation? Of(Table table, Dice dice, Func<Column, Operation?> make) =>
        dice.OneOf(table.Columns.Where(column => table.PrimaryKey?.Columns.Contains(column.Name) is not true && column.Generated is null)) is { } column ? make(column) : null;

    private static Operation? OfText(Table table, Dice dice, Func<Column, Operation?> make) =>
        dice.OneOf(table.Columns.Where(column => column.Type is TextType { Max: null })) is { } column ? make(column) : null;

    private static Column Like(Column column, Dice dice) => column with { Name = dice.OneOf(ColumnNames)!, Default = null, Comment = null };

    private static ColumnType? Wider(ColumnType type, Dice dice) => type switch
    {
        IntegerType { Bits: 16 } => dice.Hits(2) ? ColumnType.Int32 : ColumnType.Text(),
        IntegerType { Bits: 32 } => dice.Hits(2) ? ColumnType.Int64 : ColumnType.Text(30),
        IntegerType => dice.Hits(2) ? ColumnType.Text() : ColumnType.Decimal(20, 2),
        TextType { Max: not null } => ColumnType.Text(),
        DecimalType => dice.Hits(2) ? ColumnType.Decimal(16, 4) : ColumnType.Text(),
        _ => null,
    };

    private static SplitColumn Split(Table table, Column column, Dice dice)
    {
        var (one, other) = (Like(column, dice) with { IsNullable = true }, Like(column, dice) with { IsNullable = true });

        return new(
            table.Name,
            column.Name,
            [one, other],
            [new(one.Name, $"substr({column.Name}, 1, 2)"), new(other.Name, $"substr({column.Name}, 3)")],
            $"{one.Name} || coalesce({other.Name}, '')");
    }

    // With its length before it, the first of the two is found again whatever is in them.
    private static MergeColumns Merge(Table table, Column one, Column other, Dice dice)
    {
        Identifier merged = dice.OneOf(ColumnNames)!;
        var colon = Sql.Per(postgreSql: $"strpos({merged}, ':')", sqlite: $"instr({merged}, ':')");
        Sql length = $"CAST(substr({merged}, 1, {colon} - 1) AS integer)";

        return new(
            table.Name,
            Column.Text(merged),
            $"CAST(length(coalesce({one.Name}, '-')) AS text) || ':' || coalesce({one.Name}, '-') || coalesce({other.Name}, '-')",
            [
                new(one.Name, $"nullif(substr({merged}, {colon} + 1, {length}), '-')"),
                new(other.Name, $"nullif(substr({merged}, {colon} + 1 + {length}), '-')"),
            ]);
    }

    private static MoveColumn? Move(Catalog catalog, Table table, Column column, Dice dice) =>
        table.PrimaryKey!.Columns is [var key] && dice.OneOf(catalog.Tables.Where(other => other.Name != table.Name && other.PrimaryKey?.Columns.Count == 1)) is { } to
            ? new(new(table.Name, column.Name, [key]), new(to.Name, column.Name, to.PrimaryKey!.Columns))
            : null;

    private static Index Index(Identifier name, Column column, Dice dice) => dice.Below(4) switch
    {
        0 => new(name, [IndexKey.Descending(column.Name), "id"]),
        1 => new Index(name, [column.Name]).Where($"{column.Name} IS NOT NULL"),
        2 when column.Type is TextType => new(name, [IndexKey.Of($"lower({column.Name})")]),
        _ => new(name, [column.Name]),
    };

    private static IEnumerable<Identifier> Constraints(Table table) =>
        [.. table.Checks.Select(check => check.Name), .. table.Uniques.Select(unique => unique.Name), .. table.ForeignKeys.Select(key => key.Name)];

    private static AddForeignKey? Refer(Catalog catalog, Table table, Dice dice) =>
        dice.OneOf(catalog.Tables.Where(other => other.PrimaryKey?.Columns.Count == 1)) is { } other
            && table.Columns.FirstOrDefault(column => column.IsNullable && column.Type == other.Columns[other.PrimaryKey!.Columns[0]].Type && column.Default is null) is { } column
            ? new(table.Name, new($"fk_{dice.Below(9)}", [column.Name], other.Name, other.PrimaryKey!.Columns) { OnDelete = dice.OneOf([ReferentialAction.NoAction, ReferentialAction.Cascade, ReferentialAction.SetNull]) })
            : null;

    // A seed that finds its rows there already does nothing, but takes them away on its way back.
    private static InsertRows? Seed(Table table, Dice dice)
    {
        var first = 10_000 + dice.Below(900_000);

        return table.PrimaryKey!.Columns is [var key] && table.Columns.All(column => column.IsNullable || column.Default is not null || column.Name == key)
            ? new(table.Name, [key], [key], [[first], [first + 1_000_000]], Overwrites: false)
            : null;
    }
}
