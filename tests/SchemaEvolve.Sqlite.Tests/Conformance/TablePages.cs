using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SchemaEvolve.Sqlite.Tests.Conformance;

/// <summary>The pages of a database file that hold the rows of one table, as the file format describes them.</summary>
internal sealed class TablePages(string path)
{
    private const byte Interior = 5;

    private readonly byte[] _file = File.ReadAllBytes(path);

    /// <summary>The numbers of the pages, and a hash over what is in them.</summary>
    public string Fingerprint(int root)
    {
        var pages = Below(root).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var page in pages)
        {
            hash.AppendData(Page(page));
        }

        return $"{string.Join(", ", pages)}: {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    private IEnumerable<int> Below(int number)
    {
        yield return number;
        if (Page(number)[0] != Interior)
        {
            yield break;
        }

        var children = Enumerable.Range(0, Number16(number, 3)).Select(cell => Number32(number, Number16(number, 12 + (2 * cell))));
        foreach (var page in children.Append(Number32(number, 8)).SelectMany(Below))
        {
            yield return page;
        }
    }

    private ReadOnlySpan<byte> Page(int number)
    {
        // 65536 does not fit, and is written as 1.
        var size = BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(16)) is var written and not 1 ? written : 65536;

        return _file.AsSpan((number - 1) * size, size);
    }

    private int Number16(int page, int offset) => BinaryPrimitives.ReadUInt16BigEndian(Page(page)[offset..]);

    private int Number32(int page, int offset) => BinaryPrimitives.ReadInt32BigEndian(Page(page)[offset..]);
}
