namespace SchemaEvolve.Conformance.Histories;

/// <summary>Numbers that were drawn by lot, used up one after the other.</summary>
public sealed class Dice(IReadOnlyList<int> numbers)
{
    private int _place;

    /// <summary>A number below another.</summary>
    public int Below(int sides) => numbers[_place++ % numbers.Count] % sides;

    /// <summary>Once in so many times.</summary>
    public bool Hits(int oneIn) => Below(oneIn) == 0;

    /// <summary>One of several, or nothing of nothing.</summary>
    public T? OneOf<T>(IEnumerable<T> all)
    {
        T[] list = [.. all];

        return list.Length == 0 ? default : list[Below(list.Length)];
    }
}
