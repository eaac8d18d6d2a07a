using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>What the journal knows: the migrations that were begun, in the order in which they were.</summary>
/// <param name="Migrations">The migrations.</param>
public sealed record History(ValueList<MigrationEntry> Migrations)
{
    private Dictionary<long, MigrationEntry>? _byId;

    /// <summary>A history in which nothing has happened yet.</summary>
    public static History Empty { get; } = new([]);

    /// <summary>Whether the database was empty when all this began, and no run has been completed since.</summary>
    public bool IsBirth => Migrations.Any(migration => migration.IsBirth);

    /// <summary>What is known of a migration, or <see langword="null"/> if it was never begun.</summary>
    public MigrationEntry? Find(long id) => (_byId ??= Migrations.ToDictionary(entry => entry.Id)).GetValueOrDefault(id);

    public bool Equals(History? other) => other is not null && Migrations.Equals(other.Migrations);

    public override int GetHashCode() => Migrations.GetHashCode();
}
