using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Changes;

/// <summary>Says what a table or a column is for.</summary>
/// <param name="Table">The table.</param>
/// <param name="Column">The column, or <see langword="null"/> for the table itself.</param>
/// <param name="Comment">The words, or <see langword="null"/> for none.</param>
public sealed record SetComment(QualifiedName Table, Identifier? Column, string? Comment) : TableChange(Table)
{
    public override string Description => $"Comment on {Table}{(Column is { } column ? $".{column}" : "")}";

    public override Table Apply(Table before) => Column is { } name
        ? before with { Columns = before.Columns.Replace(name, column => column with { Comment = Comment }) }
        : before with { Comment = Comment };

    public override Change Invert(Table before) => this with { Comment = CommentIn(before) };

    public override Evolution Evolve(Catalog before, Tombstones tombstones) => CommentIn(before[Table]) == Comment ? Evolution.None : base.Evolve(before, tombstones);

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("column", Column).Put("comment", Comment);

    private string? CommentIn(Table table) => Column is { } name ? table.Columns[name].Comment : table.Comment;
}
