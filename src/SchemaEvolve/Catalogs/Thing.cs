namespace SchemaEvolve.Catalogs;

/// <summary>Something in a catalog that has a name, and what can be compared of it whichever way a database spells its expressions.</summary>
/// <param name="Label">What it is, such as <c>column fax of customers</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Table">The table that it is or belongs to, or <see langword="null"/> if it belongs to the database.</param>
/// <param name="Traits">What is said about it, each in a few words.</param>
internal sealed record Thing(string Label, Identifier Name, QualifiedName? Table, params ValueList<string> Traits)
{
    /// <summary>What it holds, if it is a column and that can be compared.</summary>
    public ColumnType? Type { get; init; }

    /// <summary>How it sorts, if that is said and can be compared.</summary>
    public Identifier? Collation { get; init; }

    /// <summary>What is written beside it, or <see langword="null"/>.</summary>
    public string? Comment { get; init; }

    /// <summary>Whether only SchemaEvolve makes such things, and takes them away again.</summary>
    public bool IsMachinery { get; init; }

    /// <summary>Whether it is a table itself.</summary>
    public bool IsTable { get; init; }

    /// <summary>What it is like, as far as something was promised about that.</summary>
    public string WordsBeside(Thing promised) => string.Join(
        ", ",
        [
            .. Type is null ? [] : new[] { Type.Name },
            .. Traits,
            .. promised.Collation is null ? [] : new[] { Collation is { } collation ? $"sorted by {collation}" : "sorted as the database does" },
            .. promised.Comment is null ? [] : new[] { Comment is { } comment ? $"with the comment ‘{comment}’" : "without a comment" },
        ]);

    /// <summary>Whether what a database holds is this very thing. A type in the words of the database may be spelled in several ways.</summary>
    public bool IsMetBy(Thing found) => Traits.Equals(found.Traits) && (Type is null or CustomType || Type == found.Type);

    /// <summary>Whether it is this very thing to the letter. Where nothing is promised, anybody may comment, and let it sort as he likes.</summary>
    public bool IsWhollyMetBy(Thing found) => IsMetBy(found)
        && (Comment is null || Comment == found.Comment)
        && (Collation is not { } collation || collation.Value.Equals(found.Collation?.Value, StringComparison.OrdinalIgnoreCase));
}
