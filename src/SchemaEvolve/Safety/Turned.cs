using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Safety;

/// <summary>A column of a table in use whose values go over to another type.</summary>
/// <param name="By">What asks for it.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
/// <param name="From">Its type before.</param>
/// <param name="To">Its type after.</param>
/// <param name="IsPlain">Whether nobody has said how.</param>
/// <param name="Heir">The column that takes its place, if it has another name.</param>
internal sealed record Turned(Request By, QualifiedName Table, Identifier Column, ColumnType From, ColumnType To, bool IsPlain, Column? Heir)
{
    /// <summary>All such columns.</summary>
    public static IEnumerable<Turned> In(Review review) => review.Requests
        .Select(request => request.Operation switch
        {
            ChangeColumnType { Table: var table, Column: var column, Type: var type, Using: var way } => Of(review, request, table, column, type, way, null),
            ReplaceColumn { Table: var table, Old: var column, New: var heir, Up: var way } => Of(review, request, table, column, heir.Type, way, heir),
            _ => null,
        })
        .OfType<Turned>()
        .Where(turned => turned.From != turned.To);

    /// <summary>The same with a conversion.</summary>
    /// <param name="way">The conversion of <c>{old}</c>.</param>
    public string Instead(string way) => Heir is null
        ? $"{CSharp.Table(Table)}.ChangeType(\"{Column}\", {CSharp.Type(To)}, up: old => $\"{way}\");"
        : $"{CSharp.Table(Table)}.ReplaceColumn(\"{Column}\", to: {CSharp.Column(Heir.Name, To)}, up: old => $\"{way}\");";

    private static Turned? Of(Review review, Request by, QualifiedName table, Identifier column, ColumnType to, Conversion way, Column? heir) =>
        review.IsLive(table) && by.Before.Tables.Find(table)?.Columns.Find(column) is { Type: var from } ? new(by, table, column, from, to, way.IsNone, heir) : null;
}
