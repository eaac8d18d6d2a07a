using System.Text;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Lexing;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Planning;

/// <summary>What a run is going to do, step by step. A plan is data: it can be printed, checked and compared.</summary>
/// <param name="Engine">The database that it is for.</param>
/// <param name="Steps">The steps, in order.</param>
/// <param name="After">The catalog that the steps lead to, as far as can be told.</param>
public sealed record Plan(string Engine, ValueList<Step> Steps, Catalog After)
{
    /// <summary>Why planning stopped before the end: what follows is planned once the raw SQL or C# before it has run. <see langword="null"/> if it did not.</summary>
    public string? StopsBecause { get; init; }

    /// <summary>The contract steps that are due but left for <c>ContractAsync</c>, as <c>migration: description</c>.</summary>
    public ValueList<string> LeftToContract { get; init; } = [];

    /// <summary>The migrations that are due, and have something in their way. All others go on without them.</summary>
    public ValueList<Obstacle> Held { get; init; } = [];

    /// <summary>What stands in the way of a rollback, each in a sentence. As long as there is anything, nothing is touched.</summary>
    public ValueList<string> Obstacles { get; init; } = [];

    /// <summary>What a rollback would lose. As long as that is not allowed, it stands in the way, with how much it is.</summary>
    public ValueList<Loss> Losses { get; init; } = [];

    /// <summary>How the database was doing when the plan was made, or <see langword="null"/> if nobody looked, as without a connection or where there is nothing to do.</summary>
    public Surroundings? Surroundings { get; init; }

    /// <summary>The dangers that rules see in it, but for what its migrations suppress. Empty where nobody looked.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>Whether the database was empty and had no history.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Steps.Count == 0 && StopsBecause is null;

    /// <summary>The plan as a script, with a comment above each step. Steps in C# stand in it as comments.</summary>
    public string ToSql()
    {
        var script = new StringBuilder();
        foreach (var step in Steps)
        {
            script.Append(script.Length == 0 ? "" : "\n").Append("-- ").Append(OneLine(step.ToString())).Append('\n');
            foreach (var statement in Statements(step))
            {
                script.Append(statement.Rule is { } rule ? $"-- This must find no row: {OneLine(rule)}\n" : "").Append(Terminated(statement.Sql.For(Engine)));
            }
        }

        return StopsBecause is null ? script.ToString() : script.Append("-- … ").Append(OneLine(StopsBecause)).Append('\n').ToString();
    }

    private static ValueList<Statement> Statements(Step step) => step switch
    {
        StatementStep { Statements: var statements } => statements,
        BackfillStep { Code: null, Batches: var batches } => [Statement.Run(batches.Whole)],
        _ => [],
    };

    private static string Terminated(string sql)
    {
        var tokens = SqlLexer.Read(sql);
        var last = tokens.LastOrDefault(token => !token.IsTrivia);
        if (last == default || last.Is(";"))
        {
            return $"{sql}\n";
        }

        // A comment at the end would swallow a semicolon in its line.
        return tokens[^1].Kind == SqlTokenKind.Comment ? $"{sql}\n;\n" : $"{sql};\n";
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
