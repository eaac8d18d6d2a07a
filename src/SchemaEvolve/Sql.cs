using System.ComponentModel;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve;

/// <summary>A piece of SQL, written as an interpolated string whose holes quote themselves.</summary>
/// <remarks>
/// <code>Sql drop = $"ALTER TABLE {table} DROP COLUMN {column}";</code>
/// A hole takes a name, which is quoted; a number or a truth value; a <see cref="Constant"/>, which is escaped;
/// or another <see cref="Sql"/>, which is nested and keeps the indentation of its first line.
/// A <see langword="string"/> in a hole does not compile.
/// </remarks>
[InterpolatedStringHandler]
public sealed class Sql : IEquatable<Sql>
{
    private readonly List<Part> _parts = [];

    /// <summary>Called by the compiler for an interpolated string.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Sql(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts.Capacity = (2 * formattedCount) + 1;
    }

    private Sql(params ReadOnlySpan<Part> parts) => _parts.AddRange(parts);

    /// <summary>No SQL at all.</summary>
    public static Sql Empty { get; } = new();

    /// <summary>The present moment in UTC, in the form in which the database at hand keeps instants.</summary>
    public static Sql Now { get; } = Per(postgreSql: $"now()", sqlite: $"strftime('%Y-%m-%d %H:%M:%f', 'now')");

    /// <summary>The names that stand in holes, in order, those of nested fragments included.</summary>
    public IEnumerable<Identifier> Names => _parts.SelectMany(part => part.Names);

    /// <summary>The text between the holes, in order, that of nested fragments included.</summary>
    internal IEnumerable<string> Texts => _parts.SelectMany(part => part.Texts);

    /// <summary>Whether there is no SQL at all.</summary>
    public bool IsEmpty => _parts.TrueForAll(part => part.IsEmpty);

    /// <summary>Trusted SQL text, taken as it is.</summary>
    public static Sql Raw(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        return new(new TextPart(text));
    }

    /// <summary>SQL that the databases say differently. Each database runs its own wording.</summary>
    /// <example><code>Sql.Per(postgreSql: $"now()", sqlite: $"datetime('now')")</code></example>
    public static Sql Per(Sql postgreSql, Sql sqlite)
    {
        ArgumentNullException.ThrowIfNull(postgreSql);
        ArgumentNullException.ThrowIfNull(sqlite);

        return new(new PerPart([(Engines.PostgreSql, postgreSql), (Engines.Sqlite, sqlite)]));
    }

    /// <summary>A constant, escaped.</summary>
    public static Sql Literal(Constant value) => value.ToSql();

    /// <summary>The fragment when the condition holds, and nothing otherwise.</summary>
    public static Sql If(bool condition, Sql fragment) => condition ? fragment : Empty;

    /// <summary>The fragments with a separator between each two of them.</summary>
    public static Sql Join(string separator, IEnumerable<Sql> fragments)
    {
        ArgumentNullException.ThrowIfNull(fragments);

        var joined = new Sql();
        foreach (var fragment in fragments)
        {
            if (joined._parts.Count > 0)
            {
                joined.AppendLiteral(separator);
            }

            joined.AppendFormatted(fragment);
        }

        return joined;
    }

    /// <summary>The text that the database of the given name runs. See <see cref="Engines"/>.</summary>
    public string For(string engine)
    {
        if (_parts is [TextPart only])
        {
            return only.Text;
        }

        var text = new StringBuilder();
        WriteTo(text, engine);
        return text.ToString();
    }

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendLiteral(string literal) => _parts.Add(new TextPart(literal));

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Identifier name) => _parts.Add(new NamePart(name));

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(QualifiedName name)
    {
        if (name.Schema is { } schema)
        {
            AppendFormatted(schema);
            AppendLiteral(".");
        }

        AppendFormatted(name.Name);
    }

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(IEnumerable<Identifier> names) =>
        AppendFormatted(Join(", ", names.Select(name => (Sql)$"{name}")));

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Constant value) => AppendFormatted(value.ToSql());

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(long value) => AppendLiteral(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(decimal value) => AppendLiteral(value.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc cref="AppendFormatted(Sql)"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(bool value) => AppendLiteral(value ? "TRUE" : "FALSE");

    /// <summary>Called by the compiler for a hole of an interpolated string.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(Sql fragment)
    {
        ArgumentNullException.ThrowIfNull(fragment);

        _parts.Add(new NestedPart(fragment));
    }

    /// <summary>Refused, so that every name is quoted and every value escaped.</summary>
    [Obsolete("Use an Identifier for a name, Sql.Literal for a value, or Sql.Raw for trusted SQL text.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AppendFormatted(string text) => throw new NotSupportedException();

    /// <summary>The text, with the wordings of all databases where they differ. To run it, ask <see cref="For"/>.</summary>
    public override string ToString() => For("");

    public bool Equals(Sql? other) => other is not null && ToString() == other.ToString();

    public override bool Equals(object? obj) => Equals(obj as Sql);

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    internal Sql Select(Func<string, string> text, Func<Identifier, Identifier> name) =>
        new([.. _parts.Select(part => part.Select(text, name))]);

    private void WriteTo(StringBuilder text, string engine)
    {
        foreach (var part in _parts)
        {
            part.WriteTo(text, engine);
        }
    }

    private abstract record Part
    {
        public virtual IEnumerable<Identifier> Names => [];

        public virtual IEnumerable<string> Texts => [];

        public virtual bool IsEmpty => false;

        public abstract Part Select(Func<string, string> text, Func<Identifier, Identifier> name);

        public abstract void WriteTo(StringBuilder text, string engine);
    }

    private sealed record TextPart(string Text) : Part
    {
        public override IEnumerable<string> Texts => [Text];

        public override bool IsEmpty => Text.Length == 0;

        public override Part Select(Func<string, string> text, Func<Identifier, Identifier> name) => new TextPart(text(Text));

        public override void WriteTo(StringBuilder text, string engine) => text.Append(Text);
    }

    private sealed record NamePart(Identifier Name) : Part
    {
        public override IEnumerable<Identifier> Names => [Name];

        public override Part Select(Func<string, string> text, Func<Identifier, Identifier> name) => new NamePart(name(Name));

        public override void WriteTo(StringBuilder text, string engine) => text.Append(Name.Quoted);
    }

    private sealed record NestedPart(Sql Fragment) : Part
    {
        public override IEnumerable<Identifier> Names => Fragment.Names;

        public override IEnumerable<string> Texts => Fragment.Texts;

        public override bool IsEmpty => Fragment.IsEmpty;

        public override Part Select(Func<string, string> text, Func<Identifier, Identifier> name) => new NestedPart(Fragment.Select(text, name));

        public override void WriteTo(StringBuilder text, string engine)
        {
            var nested = Fragment.For(engine);
            text.Append(nested.Contains('\n', StringComparison.Ordinal) ? Indent(nested, CurrentIndent(text), engine) : nested);
        }

        // A line that breaks within a text constant is part of the constant.
        private static string Indent(string sql, string indent, string engine) => string.Concat(SqlLexer.Read(sql, engine).Select(token =>
            token.IsTrivia ? token.Text.Replace("\n", "\n" + indent, StringComparison.Ordinal) : token.Text));

        private static string CurrentIndent(StringBuilder text)
        {
            // From the end, as a long text is written piece by piece.
            var start = text.Length;
            while (start > 0 && text[start - 1] != '\n')
            {
                start--;
            }

            var line = text.ToString(start, text.Length - start);

            return line[..^line.TrimStart().Length];
        }
    }

    private sealed record PerPart(ValueList<(string Engine, Sql Wording)> Wordings) : Part
    {
        public override IEnumerable<Identifier> Names => Wordings.SelectMany(wording => wording.Wording.Names);

        public override IEnumerable<string> Texts => Wordings.SelectMany(wording => wording.Wording.Texts);

        public override Part Select(Func<string, string> text, Func<Identifier, Identifier> name) =>
            new PerPart([.. Wordings.Select(wording => (wording.Engine, wording.Wording.Select(text, name)))]);

        public override void WriteTo(StringBuilder text, string engine)
        {
            if (engine.Length == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"per({string.Join(", ", Wordings.Select(w => $"{w.Engine}: {w.Wording}"))})");
                return;
            }

            var wording = Wordings.FirstOrDefault(wording => wording.Engine == engine).Wording
                ?? throw new CatalogException(
                    $"This SQL is worded for {string.Join(" and ", Wordings.Select(w => w.Engine))}, not for {engine}.");
            new NestedPart(wording).WriteTo(text, engine);
        }
    }
}
