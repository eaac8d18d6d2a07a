namespace SchemaEvolve.Catalogs;

/// <summary>A statement exactly as the database remembers it. It rides along for those who must put it back, and takes no part in equality.</summary>
/// <param name="Text">The statement, or <see langword="null"/> if nobody has read it.</param>
public readonly record struct Verbatim(string? Text)
{
    /// <summary>Always: two tables of the same shape are equal, however their statements were spelled.</summary>
    public bool Equals(Verbatim other) => true;

    public override int GetHashCode() => 0;
}
