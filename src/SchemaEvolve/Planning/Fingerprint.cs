using System.Security.Cryptography;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Tells by a short text whether two things are the same, over canonical operations and never over source code.</summary>
internal static class Fingerprint
{
    public static string Line(Operation operation) => $"{operation.GetType().Name} {Canon.Of(operation)}";

    public static string Lines(IEnumerable<Operation> operations) => string.Join('\n', operations.Select(Line));

    public static string Of(Operation operation) => Of(Line(operation));

    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
