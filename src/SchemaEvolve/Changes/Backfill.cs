using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Brings the rows of a table up to date in batches, while both versions of the application run.</summary>
/// <remarks>A row is left alone if it has the values already, if it does not meet <see cref="Where"/>, or if it is in step the other way: see <see cref="Unless"/>.</remarks>
/// <param name="Table">The table.</param>
/// <param name="Set">What is set. A bare column is converted to the type that is needed.</param>
/// <param name="Where">Which rows, or <see langword="null"/> for all.</param>
/// <param name="Undo">How a rollback undoes it.</param>
public sealed record Backfill(QualifiedName Table, ValueList<Assignment> Set, Sql? Where, Undo Undo) : DataChange
{
    /// <summary>Rows that have all of these values, and any of their own, are right as they are. With none, there are no such rows.</summary>
    public ValueList<Assignment> Unless { get; init; } = [];

    /// <summary>Whether <c>NULL</c> in the columns that are set is a value like any other, and not one that is missing.</summary>
    public bool TakesNull { get; init; }

    public override string Description => $"Fill {string.Join(", ", Set.Select(assignment => assignment.Column))} of {Table}";

    public override ValueList<QualifiedName> Tables => [Table];

    /// <summary>The condition for rows that are not right yet.</summary>
    /// <param name="differs">Whether a row has another value than the assigned one.</param>
    public Sql Stale(Func<Assignment, Sql> differs)
    {
        ArgumentNullException.ThrowIfNull(differs);

        // No database evaluates AND from left to right by promise, but CASE: what one condition keeps out may not be convertible by the next.
        var stale = AnyOf(Set);
        var missing = Sql.Join(" AND ", Set.Select(assignment => (Sql)$"{assignment.Column} IS NULL"));
        stale = Unless.Count == 0 ? stale : $"CASE WHEN {stale} THEN {AnyOf(Unless)}{Sql.If(!TakesNull, $" OR ({missing})")} ELSE FALSE END";

        return Where is null ? stale : $"CASE WHEN {Where} THEN {stale} ELSE FALSE END";

        Sql AnyOf(ValueList<Assignment> assignments) => Sql.Join(" OR ", assignments.Select(differs));
    }

    public override Catalog Apply(Catalog before)
    {
        Fit.Columns(before[Table], Set.Concat(Unless).SelectMany(assignment => assignment.Value.Names.Append(assignment.Column)), "the backfill");
        return before;
    }

    public override Change Invert(Catalog before) => RunSql.ToUndo(Undo, this);

    private protected override Phase PhaseOf(Catalog before) => Phase.Migrate;

    private protected override void Write(Canon canon) =>
        canon.Put("table", Table).Put("set", Set).Put("where", Where).Put("unless", Unless).Put("takes-null", TakesNull).Put("undo", Undo);
}
