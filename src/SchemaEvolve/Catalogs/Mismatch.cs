using SchemaEvolve.Providers;

namespace SchemaEvolve.Catalogs;

/// <summary>Something in which a catalog differs from another.</summary>
/// <param name="Promised">The thing as it was promised, or <see langword="null"/> if it was not.</param>
/// <param name="Found">The thing as it was found, or <see langword="null"/> if it was not.</param>
internal sealed record Mismatch(Thing? Promised, Thing? Found)
{
    /// <summary>What differs.</summary>
    public Thing Thing => Promised ?? Found!;

    /// <summary>The expressions in which it differs, if it differs in nothing else: they may yet say the same.</summary>
    public ValueList<Wording> WordingsIn(string engine) =>
        Promised is { } promised && Found is { } found && promised.IsWhollyMetBy(found) ? promised.WordingsIn(found, engine) : [];

    /// <summary>Whether it is one, given those of its expressions that do not say the same.</summary>
    public bool IsReal(IReadOnlyCollection<Wording> apart, string engine) => WordingsIn(engine) is not { Count: > 0 } wordings || wordings.Any(apart.Contains);

    /// <summary>What differs, and in what.</summary>
    /// <param name="engine">The database in whose SQL expressions are told, or <see langword="null"/> to tell none.</param>
    public string Tell(string? engine = null) => (Promised, Found) switch
    {
        (_, null) => $"{Thing.Label} is missing",
        (null, _) => $"{Thing.Label} is there too",
        var (promised, found) => $"{Thing.Label} is “{found.WordsBeside(promised, engine)}” instead of “{promised.WordsBeside(promised, engine)}”",
    };

    public override string ToString() => Tell();
}
