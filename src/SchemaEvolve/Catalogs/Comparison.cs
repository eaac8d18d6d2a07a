using SchemaEvolve.Providers;

namespace SchemaEvolve.Catalogs;

/// <summary>In what a catalog that was read from a database differs from one that was read before: what its things compute, and what changes cannot speak of, included.</summary>
public sealed class Comparison
{
    private readonly ValueList<Mismatch> _mismatches;
    private readonly string _engine;

    private Comparison(ValueList<Mismatch> mismatches, string engine) => (_mismatches, _engine) = (mismatches, engine);

    /// <summary>The texts that differ by more than white space and the like. They may yet say the same, as a database may spell anew what it reads again.</summary>
    public ValueList<Wording> Wordings => [.. _mismatches.SelectMany(mismatch => mismatch.WordingsIn(_engine))];

    /// <summary>Compares two catalogs.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="engine">The database that both were read from, one of <see cref="Engines"/>.</param>
    public static Comparison Of(Catalog before, Catalog after, string engine) => new(Outline.CompareAsRead(before, after, engine), engine);

    /// <summary>The differences, each in a few words.</summary>
    /// <param name="apart">Those of <see cref="Wordings"/> that do not say the same. <see cref="IInspector.TellApartAsync"/> tells.</param>
    public ValueList<string> Tell(IReadOnlyCollection<Wording> apart) =>
        [.. _mismatches.Where(mismatch => mismatch.IsReal(apart, _engine)).Select(mismatch => mismatch.Tell(_engine))];
}
