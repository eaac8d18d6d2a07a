using System.Data.Common;
using System.Globalization;

namespace SchemaEvolve.Running;

/// <summary>Says which rows break a rule: the first few, with names and values.</summary>
internal static class Offenders
{
    private const int Shown = 5;

    /// <summary>The rows in words, or nothing if there are none.</summary>
    public static async Task<string?> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        while (rows.Count <= Shown && await reader.ReadAsync(cancellationToken))
        {
            rows.Add($"({string.Join(", ", Enumerable.Range(0, reader.FieldCount).Select(place => $"{reader.GetName(place)} = {Spell(reader.GetValue(place))}"))})");
        }

        return rows.Count switch
        {
            0 => null,
            > Shown => $"Found: {string.Join(", ", rows.Take(Shown))} and more.",
            _ => $"Found: {string.Join(", ", rows)}.",
        };
    }

    private static string Spell(object value) => value is DBNull ? "NULL" : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
