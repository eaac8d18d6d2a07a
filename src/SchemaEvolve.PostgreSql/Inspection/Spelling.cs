using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Inspection;

/// <summary>Asks the server how it spells expressions over a table, in a temporary table of the same columns, and views, in temporary views. All that is rolled back.</summary>
internal sealed class Spelling
{
    // Whatever the answer is in the way of, it is not worth waiting for.
    private const string Limits = "SET LOCAL lock_timeout = '100ms'; SET LOCAL statement_timeout = '5s'";

    private readonly DbTransaction _transaction;
    private readonly string _answers;
    private int _asked;

    private Spelling(DbTransaction transaction, string answers) => (_transaction, _answers) = (transaction, answers);

    private DbConnection Connection => _transaction.Connection!;

    /// <summary>Those of some wordings that the server does not take for the same. Where it gives no answer, nobody can tell.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="live">The table as it is now, or <see langword="null"/> for views.</param>
    /// <param name="wordings">The wordings.</param>
    /// <param name="answers">The query for the answers.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public static async Task<IEnumerable<Wording>> TellApartAsync(
        DbConnection connection,
        Table? live,
        IEnumerable<Wording> wordings,
        string answers,
        CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var spelling = new Spelling(transaction, answers);
        try
        {
            await spelling.BeginAsync(live);

            return await spelling.TellApartAsync([.. wordings.Where(wording => wording.Table is null || !IsReadOnce(wording.Promised))], cancellationToken);
        }
        catch (PostgresException) when (connection.State == ConnectionState.Open)
        {
            return [];
        }
    }

    private Task<int> BeginAsync(Table? live) => ExecuteAsync(Sql.Join(
        "; ",
        [
            Sql.Raw(Limits),
            .. live is null ? Array.Empty<Sql>() : [$"CREATE TEMPORARY TABLE {Temporary(live.Name)} ({Sql.Join(", ", live.Columns.Select(column => (Sql)$"{column.Name} {TypeOf(column)}"))})"],
        ]));

    private async Task<IEnumerable<Wording>> TellApartAsync(IReadOnlyList<Wording> wordings, CancellationToken cancellationToken)
    {
        var promised = await SpellAsync([.. wordings.Select(wording => (wording, wording.Promised))], cancellationToken);
        var open = wordings.Zip(promised).Where(one => one.Second is { } spelled && !spelled.Equals(one.First.Found)).Select(one => (Of: one.First, Spelled: one.Second!)).ToList();
        if (open.Count == 0)
        {
            return [];
        }

        // What the server has written, it may read and write in yet another way, and a rule that was copied has come by it.
        var again = await SpellAsync(open, cancellationToken);
        var found = await SpellAsync([.. open.Select(one => (one.Of, one.Of.Found))], cancellationToken);

        return open
            .Where((one, place) => again[place] is { } promise && found[place] is { } fact && !fact.Equals(promise) && !fact.Equals(one.Spelled) && !promise.Equals(one.Of.Found))
            .Select(one => one.Of);
    }

    private async Task<Sql?[]> SpellAsync(IReadOnlyList<(Wording Of, Sql Expression)> expressions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var names = expressions.Select(_ => $"_se_spelled_{_asked++}").ToList();
        await AskAsync([.. expressions.Zip(names, (one, name) => Ask(one.Of, one.Expression, name))]);
        var answers = (await Connection.QueryAsync<SpelledRow>(_answers, transaction: _transaction)).ToLookup(row => row.Name, row => row.Expression);

        return [.. expressions.Zip(names, (one, name) => answers[name].FirstOrDefault() is { } answer ? Understand(one.Of, one.Expression, answer) : null)];
    }

    // In one go, as nearly always all goes well, or else one by one.
    private async Task AskAsync(IReadOnlyList<Sql> statements)
    {
        try
        {
            await ExecuteAsync(Sql.Join("; ", [$"SAVEPOINT asked", .. statements]));
        }
        catch (PostgresException) when (Connection.State == ConnectionState.Open)
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT asked");
            foreach (var statement in statements.Count > 1 ? statements : [])
            {
                await AskAsync([statement]);
            }
        }
    }

    private static Sql Ask(Wording of, Sql expression, Identifier name) => of.Table is { } table
        ? Ask(of, Temporary(table), expression, name)
        : $"CREATE TEMPORARY VIEW {name} AS {Sql.Raw(ViewText.Read(expression).Query)}";

    private static Sql Ask(Wording of, QualifiedName table, Sql expression, Identifier name) => of switch
    {
        { Column: { Generated: not null } column } => $"ALTER TABLE {table} ADD COLUMN {name} {TypeOf(column)} GENERATED ALWAYS AS ({expression}) STORED",
        { Column: { } column } => $"ALTER TABLE {table} ADD COLUMN {name} {TypeOf(column)} DEFAULT ({expression})",
        { Index: { Keys: [var key] } index } => $"CREATE INDEX {name} ON {table}{PostgreSqlDialect.Using(index.Method)} ({PostgreSqlDialect.Define(key with { Expression = expression })})",
        _ => $"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({expression})",
    };

    private static Sql Understand(Wording of, Sql expression, string answer) => of switch
    {
        { Table: null } => ViewText.Read(expression).With(answer),
        { Column.Generated: null } => Deparsed.Default(answer),
        _ => Deparsed.Expression(answer),
    };

    private static QualifiedName Temporary(QualifiedName table) => new("pg_temp", table.Name);

    private static Sql TypeOf(Column column) => $"{PostgreSqlTypes.Say(column.Type)}{PostgreSqlDialect.Collate(column.Collation)}";

    // What these words have meant on the day when they were read, no other day can tell.
    private static bool IsReadOnce(Sql expression) => SqlLexer.Read(expression.For(Engines.PostgreSql), Engines.PostgreSql)
        .Any(token => token.Kind == SqlTokenKind.Text && token.Value.Trim().ToUpperInvariant() is "NOW" or "TODAY" or "TOMORROW" or "YESTERDAY");

    private Task<int> ExecuteAsync(Sql sql) => Connection.ExecuteAsync(sql.For(Engines.PostgreSql), transaction: _transaction);
}
