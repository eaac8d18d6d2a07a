using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>How the rows of a table are brought up to date batch by batch, in the SQL of one database.</summary>
/// <remarks>For a conversion in C#, <see cref="Update"/> and <see cref="Stale"/> take the values from <see cref="Page"/>, where a written row stands as its key and then its values.</remarks>
/// <param name="Table">The table.</param>
/// <param name="Key">What tells the rows apart and puts them in order, and never <c>NULL</c>. Without it, there is one batch.</param>
public sealed record Batches(QualifiedName Table, ValueList<KeyPart> Key)
{
    /// <summary>The rows that a conversion in C# has made, as <see cref="Update"/> and <see cref="Stale"/> call them.</summary>
    public static Identifier Page => "se_page";

    /// <summary>The statement that sets the values, without a condition.</summary>
    public required Sql Update { get; init; }

    /// <summary>The condition for rows that do not have the values yet.</summary>
    public required Sql Stale { get; init; }

    /// <summary>A query for the number of rows, which may be a guess but must be quick.</summary>
    public required Sql Estimate { get; init; }

    /// <summary>What a conversion in C# reads, one expression for each of its columns.</summary>
    public ValueList<Sql> Reads { get; init; } = [];

    /// <summary>Which rows a conversion in C# reads, or <see langword="null"/> for all.</summary>
    public Sql? Where { get; init; }

    /// <summary>What keeps others from changing the rows between reading and writing them, behind a query. Nothing where there is one writer at a time.</summary>
    public Sql Locking { get; init; } = Sql.Empty;

    /// <summary>What each batch sets for its own transaction.</summary>
    public ValueList<Sql> Settings { get; init; } = [];

    /// <summary>A query for where to end, or <see langword="null"/> if that is the highest key.</summary>
    public Sql? End { get; init; }

    /// <summary>Whether rows come in the order of the key without being sorted.</summary>
    public bool IsSorted { get; init; }

    /// <summary>Whether rows can change their key while they are gone through, so that all are looked at once more in the end.</summary>
    public bool Sweeps { get; init; }

    /// <summary>Whether the database has one writer at a time, so that the others starve without pauses.</summary>
    public bool HasOneWriter { get; init; }

    /// <summary>What clears away what the batches leave behind, now and then and outside of any transaction, or <see langword="null"/>.</summary>
    public Sql? Upkeep { get; init; }

    /// <summary>A query for those who wait for a lock of the table, or <see langword="null"/> where there is nothing to ask.</summary>
    public Sql? Waiting { get; init; }

    /// <summary>All batches in one statement.</summary>
    public Sql Whole => $"{Update}\nWHERE {Stale}";

    /// <summary>A query for how far the database has come and how far its slowest replica has followed, as two numbers, and how many seconds that took it of late; or <see langword="null"/> where there are no replicas.</summary>
    public Sql? Replication { get; init; }
}
