using System.Globalization;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Spells the key of a row as people read it.</summary>
internal static class KeySpelling
{
    /// <summary>The columns with their values.</summary>
    public static string Of(ValueList<KeyPart> key, IEnumerable<object> values) =>
        string.Join(", ", key.Zip(values, (part, value) => $"{part.Column} = {Convert.ToString(value, CultureInfo.InvariantCulture)}"));
}
