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

    public Canon Put(string name, string? value) => value is null ? this : Name(name).Quote(value);

    public Canon Put(string name, bool value) => value ? Name(name).Write("true") : this;

    public Canon Put(string name, bool? value) => value is { } known ? Name(name).Write(known ? "true" : "false") : this;

    public Canon Put(string name, long value) => Name(name).Write(value.ToString(CultureInfo.InvariantCulture));

    public Canon Put(string name, Identifier? value) => Put(name, value?.Value);

    public Canon Put(string name, QualifiedName? value) => value is { } known ? Name(name).Quote(known) : this;

    public Canon Put(string name, Sql? value) => Put(name, value?.ToString());

    public Canon Put(string name, Conversion value) => value.IsNone ? this : Put(name, value.ToString());

    public Canon Put(string name, ReferentialAction value) => value == default ? this : Put(name, value.ToString());

    public Canon Put(string name, Deferral value) => value == default ? this : Put(name, value.ToString());

    public Canon Put(string name, ICanonical? value) => value is null ? this : Name(name).Nest(value);

    public Canon Put(string name, IEnumerable<ICanonical> values) => List(name, values, Nest);

    public Canon Put(string name, IEnumerable<Identifier> values) => List(name, values, value => Quote(value.Value));

    public Canon Put(string name, IEnumerable<string> values) => List(name, values, Quote);

    private Canon List<T>(string name, IEnumerable<T> values, Func<T, Canon> write)
    {
        var isEmpty = true;
        foreach (var value in values)
        {
            _ = isEmpty ? Name(name).Write("[") : Write(", ");
            write(value);
            isEmpty = false;
        }

        return isEmpty ? this : Write("]");
    }

    private Canon Name(string name) => (_text.Length == 0 || _text[^1] == '(' ? this : Write(" ")).Write(name).Write("=");

    private Canon Nest(ICanonical value)
    {
        Write("(");
        value.Write(this);
        return Write(")");
    }

    private Canon Quote(QualifiedName name) => (name.Schema is { } schema ? Quote(schema.Value).Write(".") : this).Quote(name.Name.Value);

    private Canon Quote(string text) => Write("\"")
        .Write(text
            .Replace("\\", @"\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\r", "", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal))
        .Write("\"");

    private Canon Write(string text)
    {
        _text.Append(text);
        return this;
    }
}
