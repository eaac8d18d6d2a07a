using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>The numbers of the advisory locks: two for each journal of each database, and hardly anybody else's.</summary>
internal static class LockKey
{
    /// <summary>The lock of whoever migrates.</summary>
    public static long Of(string database, Identifier schema) => Hash($"SchemaEvolve|{database}|{schema}");

    /// <summary>The lock that all share who wait for the other one.</summary>
    public static long OfWaiters(string database, Identifier schema) => Hash($"SchemaEvolve|{database}|{schema}|waiters");

    private static long Hash(string text) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
