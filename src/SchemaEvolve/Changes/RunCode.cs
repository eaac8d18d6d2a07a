using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Changes;

/// <summary>Runs a step that is written in C#.</summary>
/// <param name="Name">What the step does, in a few words.</param>
/// <param name="Version">The version of the code, which stands for it in the fingerprint.</param>
/// <param name="During">The phase in which it runs, which only the author can tell.</param>
public sealed record RunCode(string Name, int Version, Phase During) : DataChange
{
    /// <summary>The code.</summary>
    public required MigrationCode Up { get; init; }

    /// <summary>The code that undoes it, or <see langword="null"/> if <see cref="Irreversible"/> says why there is none.</summary>
    public MigrationCode? Down { get; init; }

    /// <summary>Why there is no way back, or <see langword="null"/> if there is one.</summary>
    public string? Irreversible { get; init; }

    public override string Description => $"Run C#: {Name}";

    public override ValueList<QualifiedName> Tables => [];

    public override bool IsOpaque => true;

    /// <summary>Two steps of the same name and version are the same: code has no other identity.</summary>
    public bool Equals(RunCode? other) =>
        other is not null && (Name, Version, During, Irreversible) == (other.Name, other.Version, other.During, other.Irreversible);

    public override int GetHashCode() => HashCode.Combine(Name, Version, During, Irreversible);

    public override Change Invert(Catalog before) => Down is { } down
        ? new RunCode($"undo {Name}", Version, During) { Up = down, Down = Up }
        : new Irreversible(Irreversible ?? $"No way back was given for {Name}.");

    private protected override Phase PhaseOf(Catalog before) => During;

    private protected override void Write(Canon canon) => canon
        .Put("name", Name)
        .Put("version", Version)
        .Put("during", During.ToString())
        .Put("irreversible", Irreversible);
}
