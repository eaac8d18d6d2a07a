using SchemaEvolve.Lexing;

namespace SchemaEvolve.Catalogs;

/// <summary>A sorted copy of some columns or expressions of a table.</summary>
/// <param name="Name">The name, unique in the schema.</param>
/// <param name="Keys">What it sorts by.</param>
public sealed record Index(Identifier Name, ValueList<IndexKey> Keys) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>Whether two rows may not have the same keys.</summary>
    public bool IsUnique { get; init; }

    /// <summary>Which rows the index holds, or <see langword="null"/> for all.</summary>
    public Sql? Condition { get; init; }

    /// <summary>Columns that are kept in the index without being sorted by. PostgreSQL has them.</summary>
    public ValueList<Identifier> Included { get; init; } = [];

    /// <summary>The kind of index, such as <c>gin</c>, or <see langword="null"/> for the usual one. PostgreSQL has several.</summary>
    public string? Method { get; init; }

    /// <summary>Whether two rows with <c>NULL</c> count as different. They do unless the migration says otherwise.</summary>
    public bool AreNullsDistinct { get; init; } = true;

    /// <summary>Whether the database uses it. One whose building was cut off is not valid.</summary>
    public bool IsValid { get; init; } = true;

    /// <summary>The statement that made the index, as the database remembers it, or nothing if no inspector has seen it yet.</summary>
    public Verbatim Source { get; init; }

    /// <summary>The columns that the index needs: those it sorts by, and those it includes.</summary>
    public IEnumerable<Identifier> Columns => [.. Keys.Select(key => key.Column).OfType<Identifier>(), .. Included];

    /// <summary>Whether it needs a column: as a key, included, in an expression or in its condition.</summary>
    public bool Mentions(Identifier column) =>
        Columns.Contains(column)
        || (Condition is { } condition && SqlLexer.Mentions(condition, column))
        || Keys.Any(key => key.Expression is { } expression && SqlLexer.Mentions(expression, column));

    /// <summary>Refuses a second row with the same keys.</summary>
    public Index Unique() => this with { IsUnique = true };

    /// <summary>Holds only the rows that meet a condition.</summary>
    public Index Where(Sql condition) => this with { Condition = condition };

    /// <summary>Gives the index a name of its own instead of one derived from table and columns.</summary>
    public Index Named(Identifier name) => this with { Name = name };

    void ICanonical.Write(Canon canon) => canon
        .Put("name", Name)
        .Put("keys", Keys)
        .Put("unique", IsUnique)
        .Put("where", Condition)
        .Put("include", Included)
        .Put("method", Method)
        .Put("nulls-not-distinct", !AreNullsDistinct);
}
