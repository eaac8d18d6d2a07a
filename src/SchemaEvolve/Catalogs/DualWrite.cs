using SchemaEvolve.Changes;

namespace SchemaEvolve.Catalogs;

/// <summary>Two forms of the same values in one table, kept in step by the database while old and new versions of the application write.</summary>
/// <remarks>
/// The side that a statement changes wins; if it changes both, the new one. An insert that brings any new value wins by it, else the new
/// side is computed from the old. A row is in step if its new values are what <see cref="Up"/> makes of the old ones, or its old values
/// what <see cref="Down"/> makes of the new ones; a row that is in step is left alone, so conversions that lose something do no harm.
/// Only where a new row, or one that was there before, has no new value at all, the old ones decide.
/// With nothing in <see cref="Down"/>, the columns of <see cref="Up"/> are only filled wherever a row would be without them, or, with <see cref="FillsNewRowsOnly"/>, a new one.
/// </remarks>
/// <param name="Name">The name, unique in the table.</param>
/// <param name="Up">The new columns, each as an expression over the row with its old columns. A bare column is converted to the type that is needed.</param>
/// <param name="Down">The old columns, each as an expression over the row with its new columns.</param>
public sealed record DualWrite(Identifier Name, ValueList<Assignment> Up, ValueList<Assignment> Down) : INamed, ICanonical
{
    QualifiedName INamed.Name => Name;

    /// <summary>Whether only rows that are inserted are filled. In those that are there, <c>NULL</c> is a value like any other.</summary>
    public bool FillsNewRowsOnly { get; init; }

    /// <summary>The columns that the old version of the application uses.</summary>
    public IEnumerable<Identifier> Old => Down.Select(assignment => assignment.Column);

    /// <summary>The columns that the new version of the application uses.</summary>
    public IEnumerable<Identifier> New => Up.Select(assignment => assignment.Column);

    /// <summary>What the new columns are to those who know them only by the names that they wrote.</summary>
    internal string Goal => New.Any(Naming.IsGrowing) ? "its new type" : string.Join(", ", New);

    /// <summary>What it does, to those who know only the columns.</summary>
    internal string Purpose => Down.Count == 0 ? $"what fills {Goal}" : $"what keeps {string.Join(", ", Old)} in step with {Goal}";

    /// <summary>Whether it reads or writes a column.</summary>
    public bool Mentions(Identifier column) => Up.Concat(Down).Any(assignment => assignment.Mentions(column));

    void ICanonical.Write(Canon canon) => canon.Put("name", Name).Put("up", Up).Put("down", Down).Put("new-rows-only", FillsNewRowsOnly);
}
