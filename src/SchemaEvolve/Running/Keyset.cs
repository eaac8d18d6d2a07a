using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>The statements that go through a table in the order of its key, from one batch to the next.</summary>
internal sealed class Keyset(Batches batches, string engine)
{
    private static readonly Identifier PageOfKeys = "page";

    private readonly Sql _key = $"{batches.Key.Select(part => part.Column)}";
    private readonly Sql _literal = Sql.Join(" || ', ' || ", batches.Key.Select(part => part.Literal));

    /// <summary>The last key that there is, as one row with one column, or none if there is no row.</summary>
    public string End => Text(batches.End ?? $"SELECT {_literal} FROM {batches.Table} ORDER BY {Sorted($"{batches.Table}", " DESC")} LIMIT 1");

    /// <summary>The last of so many next rows: how many they are, its key as a cursor and as people read it. No row if there are fewer.</summary>
    public string FullPage(BackfillCursor cursor, int rows) => Text(
        $"""
        SELECT {(long)rows}, {_literal}, {Shown}
        FROM {batches.Table}
        WHERE {Between(cursor.After, cursor.Through!)}{Sql.If(!batches.IsSorted, $"\nORDER BY {Sorted($"{batches.Table}", "")}")}
        LIMIT 1 OFFSET {rows - 1L}
        """);

    /// <summary>The next rows as a whole, where they are fewer than a full page: how many they are, the last key as a cursor and as people read it. No row if there are none.</summary>
    public string LastPage(BackfillCursor cursor, int rows) => Text(
        $"""
        SELECT count(*) OVER (), {_literal}, {Shown}
        FROM (
            SELECT {Sql.Join(", ", batches.Key.Select(part => (Sql)$"{part.Column} AS {part.Column}"))}
            FROM {batches.Table}
            WHERE {Between(cursor.After, cursor.Through!)}{Sql.If(!batches.IsSorted, $"\nORDER BY {Sorted($"{batches.Table}", "")}")}
            LIMIT {(long)rows}
        ) AS {PageOfKeys}
        ORDER BY {Sorted($"{PageOfKeys}", " DESC")}
        LIMIT 1
        """);

    /// <summary>Brings the rows of a page up to date.</summary>
    public string Update(BackfillCursor cursor, string through) => Text($"{batches.Update}\nWHERE {Between(cursor.After, through)} AND ({batches.Stale})");

    /// <summary>Brings all rows up to date that are not.</summary>
    public string Sweep => Text(batches.Whole);

    /// <summary>Changes nothing, but fails as the others would if the database does not understand them.</summary>
    public string Trial => Text($"{batches.Update}\nWHERE FALSE AND ({batches.Stale})");

    /// <summary>The rows of a page for a conversion in C#: the key as a cursor and as people read it, and what the conversion reads.</summary>
    public string Read(BackfillCursor cursor, string through) => Text(
        $"""
        SELECT {Sql.Join(", ", batches.Key.Select(part => part.Literal))}, {Shown}, {Sql.Join(", ", batches.Reads)}
        FROM {batches.Table}
        WHERE {Between(cursor.After, through)}{Sql.If(batches.Where is not null, $" AND ({batches.Where ?? Sql.Empty})")}
        ORDER BY {Sorted($"{batches.Table}", "")}
        {batches.Locking}
        """);

    /// <summary>Writes rows back that a conversion in C# has made.</summary>
    /// <param name="rows">Each row: the literals of its key, and then the names of the parameters with its values.</param>
    /// <param name="columns">How many columns the rows have, with those of the key.</param>
    public string Write(IEnumerable<IEnumerable<string>> rows, int columns) => Text(
        $"""
        WITH {Batches.Page} ({Enumerable.Range(0, columns).Select(Place)}) AS (
            VALUES {Sql.Join(", ", rows.Select(row => (Sql)$"({Sql.Join(", ", row.Select(Sql.Raw))})"))}
        )
        {batches.Update}
        FROM {Batches.Page}
        WHERE {Sql.Join(" AND ", batches.Key.Select((part, place) => (Sql)$"{batches.Table}.{part.Column} = {Batches.Page}.{Place(place)}"))} AND ({batches.Stale})
        """);

    private Sql Shown => Sql.Join(", ", batches.Key.Select(part => part.Shown));

    private string Text(Sql sql) => sql.For(engine);

    // A bare name would mean what is selected under that name, which may be the key as text.
    private Sql Sorted(Sql of, string direction) => Sql.Join(", ", batches.Key.Select(part => (Sql)$"{of}.{part.Column}{Sql.Raw(direction)}"));

    private Sql Between(string? after, string through) =>
        $"{Sql.If(after is not null, $"({_key}) > ({Sql.Raw(after ?? "")}) AND ")}({_key}) <= ({Sql.Raw(through)})";

    private static Identifier Place(int place) => FormattableString.Invariant($"se_{place}");
}
