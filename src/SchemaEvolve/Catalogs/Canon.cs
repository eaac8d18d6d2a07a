using System.Globalization;
using System.Text;

namespace SchemaEvolve.Catalogs;

/// <summary>Writes values as text that stays the same from release to release: what is at its default is left out, so new properties change nothing.</summary>
internal sealed class Canon
{
    private readonly StringBuilder _text = new();

    public static string Of(ICanonical value)
    {
        var canon = new Canon();
        value.Write(canon);
        return canon._text.ToString();
    }

    public Canon Put(string name, string? value) => value is null ? this : Write(name, Quote(value));

    public Canon Put(string name, bool value) => value ? Write(name, "true") : this;

    public Canon Put(string name, bool? value) => value is { } known ? Write(name, known ? "true" : "false") : this;

    public Canon Put(string name, long value) => Write(name, value.ToString(CultureInfo.InvariantCulture));

    public Canon Put(string name, Identifier? value) => Put(name, value?.Value);

    public Canon Put(string name, QualifiedName? value) => value is { } known ? Write(name, Quote(known)) : this;

    public Canon Put(string name, Sql? value) => Put(name, value?.ToString());

    public Canon Put(string name, Conversion value) => value.IsNone ? this : Put(name, value.ToString());

    public Canon Put(string name, ReferentialAction value) => value == default ? this : Put(name, value.ToString());

    public Canon Put(string name, Deferral value) => value == default ? this : Put(name, value.ToString());

    public Canon Put(string name, ICanonical? value) => value is null ? this : Write(name, $"({Of(value)})");

    public Canon Put(string name, IEnumerable<ICanonical> values) => List(name, values.Select(value => $"({Of(value)})"));

    public Canon Put(string name, IEnumerable<Identifier> values) => List(name, values.Select(value => Quote(value.Value)));

    public Canon Put(string name, IEnumerable<string> values) => List(name, values.Select(Quote));

    private static string Quote(QualifiedName name) =>
        name.Schema is { } schema ? $"{Quote(schema.Value)}.{Quote(name.Name.Value)}" : Quote(name.Name.Value);

    private static string Quote(string text) => $"\"{text
        .Replace("\\", @"\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\r", "", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal)}\"";

    private Canon List(string name, IEnumerable<string> values)
    {
        var list = string.Join(", ", values);

        return list.Length == 0 ? this : Write(name, $"[{list}]");
    }

    private Canon Write(string name, string value)
    {
        _text.Append(_text.Length == 0 ? "" : " ").Append(name).Append('=').Append(value);
        return this;
    }
}
