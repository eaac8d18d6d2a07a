using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Changes;

/// <summary>Runs SQL as its author wrote it.</summary>
/// <param name="Up">The SQL, of one or more statements.</param>
/// <param name="Undo">How a rollback undoes it.</param>
/// <param name="During">The phase in which it runs, which only the author can tell.</param>
public sealed record RunSql(Sql Up, Undo Undo, Phase During) : DataChange
{
    /// <summary>Whether the SQL runs in the transaction of its step. Some statements refuse to.</summary>
    public bool IsTransactional { get; init; } = true;

    public override string Description => $"Run SQL: {FirstWords(Up.ToString())}";

    public override ValueList<QualifiedName> Tables => [];

    public override bool IsOpaque => true;

    // Views and triggers go by nothing but SQL. One that it drops is in the way of nothing that follows.
    public override Catalog Apply(Catalog before)
    {
        var sql = Up.ToString();

        return sql.Contains("DROP", StringComparison.OrdinalIgnoreCase)
            ? before with
            {
                Opaques = Left(before.Opaques),
                Tables = [.. before.Tables.Select(table => table with { Opaques = Left(table.Opaques) })],
            }
            : before;

        NamedList<Opaque> Left(NamedList<Opaque> opaques) => [.. opaques.Where(opaque => !SqlLexer.Drops(sql, opaque.Kind, opaque.Name.Name, engine: ""))];
    }

    public override Change Invert(Catalog before) => ToUndo(Undo, this) is RunSql back
        ? back with { During = During, IsTransactional = IsTransactional }
        : new Irreversible(Undo.Reason!);

    internal static Change ToUndo(Undo undo, Change change) => undo.Reason is { } reason
        ? new Irreversible(reason)
        : new RunSql(undo.Sql ?? Sql.Empty, Undo.Impossible($"It undoes: {change.Description}."), Phase.Expand);

    private static string FirstWords(string sql)
    {
        const int Longest = 60;
        var line = sql.TrimStart().Split('\n')[0].TrimEnd();

        return line.Length > Longest ? $"{line[..Longest]}…" : line;
    }

    private protected override Phase PhaseOf(Catalog before) => During;

    private protected override void Write(Canon canon) => canon
        .Put("up", Up)
        .Put("undo", Undo)
        .Put("during", During.ToString())
        .Put("alone", !IsTransactional);
}
