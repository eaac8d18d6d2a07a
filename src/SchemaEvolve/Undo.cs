using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>How a step that only its author understands is undone by a rollback. There is always an answer, if only why there is none.</summary>
public sealed record Undo : ICanonical
{
    private Undo()
    {
    }

    /// <summary>A rollback has nothing to do: what the step did may stay.</summary>
    public static Undo Nothing { get; } = new();

    /// <summary>The SQL that a rollback runs, or <see langword="null"/>.</summary>
    public Sql? Sql { get; private init; }

    /// <summary>Why there is no way back, or <see langword="null"/> if there is one.</summary>
    public string? Reason { get; private init; }

    /// <summary>A rollback runs this SQL.</summary>
    public static Undo By(Sql down) => new() { Sql = down };

    /// <summary>There is no way back. A rollback lists the reason before it touches anything.</summary>
    public static Undo Impossible(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);

        return new() { Reason = reason };
    }

    void ICanonical.Write(Canon canon) => canon.Put("sql", Sql).Put("impossible", Reason);
}
