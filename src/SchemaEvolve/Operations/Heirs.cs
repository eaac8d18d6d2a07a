using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Operations;

/// <summary>Which columns take the place of which others, in however many tables.</summary>
internal sealed class Heirs(params IEnumerable<(QualifiedName Table, Identifier From, Identifier To)> pairs)
{
    private readonly ILookup<QualifiedName, (Identifier From, Identifier To)> _tables = pairs.ToLookup(pair => pair.Table, pair => (pair.From, pair.To));

    /// <summary>The heirs of those columns of a table that something needs.</summary>
    public IEnumerable<Identifier> Of(QualifiedName table, Predicate<Identifier> isNeeded) =>
        _tables[table].Where(pair => isNeeded(pair.From)).Select(pair => pair.To);

    /// <summary>The columns of a table, with heirs in the place of those that have one.</summary>
    public ValueList<Identifier> Follow(QualifiedName table, ValueList<Identifier> columns) => [.. columns.Select(column => Follow(table, column))];

    /// <summary>The column that takes the place of another, or the other if none does.</summary>
    public Identifier Follow(QualifiedName table, Identifier column) =>
        _tables[table].Where(pair => pair.From == column).Select(pair => (Identifier?)pair.To).FirstOrDefault() ?? column;

    /// <summary>An expression over a row, with heirs in the place of the columns that have one.</summary>
    public Sql Follow(QualifiedName table, Sql expression) =>
        _tables[table].Aggregate(expression, (followed, pair) => SqlLexer.Rename(followed, pair.From, pair.To));
}
