using SchemaEvolve.Lexing;

namespace SchemaEvolve.Sqlite.Texts;

/// <summary>A <c>CREATE INDEX</c> statement.</summary>
internal sealed class IndexText(string sql)
{
    private readonly Words _words = new(sql);

    public bool IsUnique => _words.IsAt(1, "UNIQUE");

    /// <summary>What the index sorts by, each with its collation and direction.</summary>
    public IEnumerable<string> Keys => _words.Parts(Table + 1);

    public Sql? Condition => _words.Find("WHERE", Table) is > 0 and var where ? Sql.Raw(_words.After(where, _words.Count - 1).Trim()) : null;

    public string Named(Identifier name) => sql[.._words.StartOf(Table - 2)] + name.Quoted + sql[_words.EndOf(Table - 2)..];

    public string RenameTable(Identifier to) => sql[.._words.StartOf(Table)] + to.Quoted + sql[_words.EndOf(Table)..];

    public string RenameColumn(Identifier from, Identifier to) => sql[.._words.EndOf(Table)] + SqlLexer.Rename(sql[_words.EndOf(Table)..], from, to, Engines.Sqlite);

    private int Table => _words.Find("ON") + 1;
}
