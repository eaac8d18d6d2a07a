using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>A constraint, a default or another rule, as it stands behind a column or on its own in a <c>CREATE TABLE</c> statement.</summary>
/// <param name="Text">The text, with what stands before it.</param>
internal sealed record Clause(string Text)
{
    private readonly Words _words = new(Text);

    /// <summary>The name that the author gave to the constraint.</summary>
    public Identifier? Name => _words.IsAt(0, "CONSTRAINT") ? new Identifier(_words[1].Value) : default(Identifier?);

    /// <summary>The place of the first word behind the name.</summary>
    private int Start => Name is null ? 0 : 2;

    public bool Is(string keyword) => _words.IsAt(Start, keyword);

    public bool IsNotNull => Is("NOT");

    public bool IsGenerated => Is("GENERATED") || Is("AS");

    public bool Says(string keyword) => _words.Find(keyword, Start) >= 0;

    /// <summary>What stands in the first bracket.</summary>
    public Sql Expression => Sql.Raw(_words.Inside(_words.Find("(")));

    /// <summary>The clause as a constraint of another name.</summary>
    public Clause Named(Identifier name) =>
        new($"{Text[.._words.StartOf(0)]}CONSTRAINT {name.Quoted}{(Name is null ? " " + Text[_words.StartOf(0)..] : Text[_words.EndOf(1)..])}");

    /// <summary>The clause with something else in its first bracket.</summary>
    public Clause WithExpression(Sql expression)
    {
        var open = _words.Find("(");

        return new(Text[.._words.EndOf(open)] + expression.For(Engines.Sqlite) + Text[_words.StartOf(_words.Closing(open))..]);
    }

    /// <summary>The names in the first bracket: the columns of a key.</summary>
    public ValueList<Identifier> Columns => [.. _words.Names(_words.Find("("))];

    /// <summary>What a <c>DEFAULT</c> says, without brackets around it.</summary>
    public Sql Default => _words.IsAt(Start + 1, "(") ? Expression : Sql.Raw(_words.After(Start, _words.Count - 1).Trim());

    /// <summary>The name behind <c>COLLATE</c>.</summary>
    public Identifier Collation => _words[Start + 1].Value;

    /// <summary>The table that a foreign key refers to.</summary>
    public Identifier References => _words[_words.Find("REFERENCES") + 1].Value;

    /// <summary>The columns that a foreign key refers to, or none for the primary key.</summary>
    public ValueList<Identifier> To => ToBracket is { } open ? [.. _words.Names(open)] : [];

    public ReferentialAction On(string trigger)
    {
        var place = _words.Find("ON", _words.Find("REFERENCES"));
        while (place >= 0 && !_words.IsAt(place + 1, trigger))
        {
            place = _words.Find("ON", place + 1);
        }

        return place < 0 ? ReferentialAction.NoAction : (_words[place + 2].Value + _words[Math.Min(place + 3, _words.Count - 1)].Value).ToUpperInvariant() switch
        {
            var words when words.StartsWith("CASCADE", StringComparison.Ordinal) => ReferentialAction.Cascade,
            var words when words.StartsWith("RESTRICT", StringComparison.Ordinal) => ReferentialAction.Restrict,
            "SETNULL" => ReferentialAction.SetNull,
            "SETDEFAULT" => ReferentialAction.SetDefault,
            _ => ReferentialAction.NoAction,
        };
    }

    public Deferral Deferral => _words.Find("DEFERRABLE") switch
    {
        < 0 => Deferral.None,
        var place when _words.IsAt(place - 1, "NOT") => Deferral.None,
        _ when Says("DEFERRED") => Deferral.InitiallyDeferred,
        _ => Deferral.InitiallyImmediate,
    };

    /// <summary>The clause with a column of its own table called by another name.</summary>
    public Clause RenameColumn(Identifier from, Identifier to)
    {
        var references = _words.Find("REFERENCES");
        var end = references < 0 ? Text.Length : _words.StartOf(references);
        var start = _words.EndOf(Start - 1);

        return new(Text[..start] + SqlLexer.Rename(Text[start..end], from, to, Engines.Sqlite) + Text[end..]);
    }

    /// <summary>The clause with a column that it refers to called by another name.</summary>
    public Clause RenameReferred(Identifier table, Identifier from, Identifier to) =>
        Refers(table) && ToBracket is { } open
            ? new(Text[.._words.StartOf(open)] + SqlLexer.Rename(Text[_words.StartOf(open).._words.EndOf(_words.Closing(open))], from, to, Engines.Sqlite) + Text[_words.EndOf(_words.Closing(open))..])
            : this;

    /// <summary>The clause with the table that it refers to called by another name.</summary>
    public Clause RenameReferred(Identifier from, Identifier to)
    {
        var place = _words.Find("REFERENCES") + 1;

        return Refers(from) ? new(Text[.._words.StartOf(place)] + to.Quoted + Text[_words.EndOf(place)..]) : this;
    }

    public bool Equals(Clause? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    private int? ToBracket => _words.Find("REFERENCES") is >= 0 and var place && _words.IsAt(place + 2, "(") ? place + 2 : null;

    private bool Refers(Identifier table) =>
        _words.Find("REFERENCES") >= 0 && References.Value.Equals(table.Value, StringComparison.OrdinalIgnoreCase);
}
