using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace SchemaEvolve.PostgreSql.Locking;

/// <summary>The number of the advisory lock: one for each journal of each database, and hardly anybody else's.</summary>
internal static class LockKey
{
    public static long Of(string database, Identifier schema) =>
        BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"SchemaEvolve|{database}|{schema}")));
}
