using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.Planning;

/// <summary>Keeps raw SQL from ending the transaction that undoes it, and that carries its entry in the journal.</summary>
internal static class TransactionControl
{
    public static void Refuse(RunSql step, string engine)
    {
        if (step.IsTransactional && FindEnd(step.Up.For(engine), engine) is { } end)
        {
            throw new CatalogException($"{end} would end the transaction of the step, so that a failure could no longer be undone. Leave it out, or write transactional: false.");
        }
    }

    private static string? FindEnd(string sql, string engine)
    {
        var tokens = SqlLexer.Read(sql, engine).Where(token => !token.IsTrivia).ToList();
        for (var place = 0; place < tokens.Count; place++)
        {
            var isFirst = place == 0 || tokens[place - 1].Is(";");
            var isToSavepoint = place + 1 < tokens.Count && tokens[place + 1].Is("TO");
            if (isFirst && (tokens[place].Is("COMMIT") || (tokens[place].Is("ROLLBACK") && !isToSavepoint)))
            {
                return tokens[place].Text.ToUpperInvariant();
            }
        }

        return null;
    }
}
