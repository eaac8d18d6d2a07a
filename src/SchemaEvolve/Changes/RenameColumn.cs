using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Changes;

/// <summary>Gives a column another name, in place.</summary>
/// <param name="Table">The table.</param>
/// <param name="From">The name before.</param>
/// <param name="To">The name after.</param>
public sealed record RenameColumn(QualifiedName Table, Identifier From, Identifier To) : Change
{
    public override string Description => $"Rename column {From} of {Table} to {To}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Catalog Apply(Catalog before) => before with
    {
        Tables = before.Tables
            .Replace(Table, RenameOwn)
            .Select(table => table with
            {
                ForeignKeys = table.ForeignKeys.Select(key => key.References == Table ? key with { To = Rename(key.To) } : key),
            }),
    };

    public override Change Invert(Catalog before) => new RenameColumn(Table, To, From);

    private protected override Phase PhaseOf(Catalog before) => Phase.Contract;

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("from", From).Put("to", To);

    private Table RenameOwn(Table table) => table with
    {
        Columns = table.Columns.Replace(From, column => column with { Name = To }).Select(column => column with
        {
            Generated = column.Generated is { } generated ? generated with { Expression = Rename(generated.Expression) } : null,
        }),
        PrimaryKey = table.PrimaryKey is { } key ? key with { Columns = Rename(key.Columns) } : null,
        Uniques = table.Uniques.Select(unique => unique with { Columns = Rename(unique.Columns) }),
        Checks = table.Checks.Select(check => check with { Condition = Rename(check.Condition) }),
        Exclusions = table.Exclusions.Select(exclusion => exclusion with
        {
            Elements = [.. exclusion.Elements.Select(element => element with { Expression = Rename(element.Expression) })],
            Condition = exclusion.Condition is { } where ? Rename(where) : null,
        }),
        ForeignKeys = table.ForeignKeys.Select(key => key with { Columns = Rename(key.Columns) }),
        Indexes = table.Indexes.Select(index => index with
        {
            Keys = [.. index.Keys.Select(Rename)],
            Included = Rename(index.Included),
            Condition = index.Condition is { } condition ? Rename(condition) : null,
        }),
    };

    private IndexKey Rename(IndexKey key) => key with
    {
        Column = key.Column == From ? To : key.Column,
        Expression = key.Expression is { } expression ? Rename(expression) : null,
    };

    private ValueList<Identifier> Rename(ValueList<Identifier> names) => [.. names.Select(name => name == From ? To : name)];

    private Sql Rename(Sql expression) => SqlLexer.Rename(expression, From, To);
}
