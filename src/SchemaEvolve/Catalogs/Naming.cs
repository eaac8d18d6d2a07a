using System.Security.Cryptography;
using System.Text;

namespace SchemaEvolve.Catalogs;

/// <summary>Derives names for what authors do not name.</summary>
public static class Naming
{
    // PostgreSQL cuts longer names silently (NAMEDATALEN), and two that differ only behind the cut would be one.
    private const int Longest = 63;

    private const string Growing = "_se_new";

    /// <summary>The name under which a column grows up as long as another has the name that it will have.</summary>
    internal static Identifier Grow(Identifier column) => Derive(Growing, column);

    /// <summary>Whether a column is still to get the name that its author gave it.</summary>
    internal static bool IsGrowing(Identifier column) => column.Value.StartsWith(Growing, StringComparison.Ordinal);

    /// <summary>A name such as <c>ix_orders_placed_at</c>, of at most 63 bytes, which is what every database takes: what does not fit ends in a hash.</summary>
    public static Identifier Derive(string prefix, QualifiedName owner, params IEnumerable<Identifier> parts)
    {
        var name = string.Join('_', [prefix, owner.Name.Value, .. parts.Select(part => part.Value)]);
        if (Encoding.UTF8.GetByteCount(name) <= Longest)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        var kept = new StringBuilder();
        var room = Longest - hash.Length - 1;
        foreach (var rune in name.EnumerateRunes())
        {
            room -= rune.Utf8SequenceLength;
            if (room < 0)
            {
                break;
            }

            kept.Append(rune);
        }

        return $"{kept}_{hash}";
    }
}
