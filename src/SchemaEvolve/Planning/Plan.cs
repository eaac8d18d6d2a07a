using SchemaEvolve.Catalogs;
using SchemaEvolve.Playbooks;
using SchemaEvolve.Providers;
using SchemaEvolve.Scripting;

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

    /// <summary>What a rollback would lose. As long as that is not allowed, it stands in the way, with how much it is, or with how much was seen of it in a large table.</summary>
    public ValueList<Loss> Losses { get; init; } = [];

    /// <summary>How the database was doing when the plan was made, or <see langword="null"/> if nobody looked, as without a connection or where there is nothing to do.</summary>
    public Surroundings? Surroundings { get; init; }

    /// <summary>The dangers that rules see in it, but for what its migrations suppress. Empty where nobody looked.</summary>
    public ValueList<Finding> Findings { get; init; } = [];

    /// <summary>The dangers that rules see in it and that its migrations say are none.</summary>
    public ValueList<SuppressedFinding> Suppressed { get; init; } = [];

    /// <summary>Whether the database was empty and had no history.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty => Steps.Count == 0 && StopsBecause is null;

    /// <summary>Where it comes from, or <see langword="null"/> if it was made without a database in view.</summary>
    internal Provenance? Provenance { get; init; }

    /// <summary>Whether the database comes up whole or not at all, because it is empty and every step allows it.</summary>
    internal bool IsOneTransaction =>
        IsFresh
        && StopsBecause is null
        && Steps.All(step => step is StatementStep { IsOpaque: false } statements && statements.Statements.All(statement => statement.IsTransactional));

    /// <summary>The plan as a script for the shell of the database, <c>psql</c> or <c>sqlite3</c>. It leads to the same database as the application would, with the same journal.</summary>
    /// <remarks>It stops before the first step that is written in C#, and says so. On PostgreSQL it brings rows up to date in batches as the application does, on SQLite in one statement, while nobody else writes.</remarks>
    /// <exception cref="InvalidOperationException">The plan comes from no migrator.</exception>
    public string ToSql() => Origin.Shell.Say(Script.Of(this, Origin));

    /// <summary>The plan with all that those need to know who carry it out or watch over it: what each step costs, how long it takes, what to look at, and how to undo it.</summary>
    /// <exception cref="InvalidOperationException">The plan comes from no migrator.</exception>
    public Playbook ToPlaybook() => Playbook.Of(this, Origin);

    /// <summary>The playbook as a page that a stranger could follow at night.</summary>
    /// <exception cref="InvalidOperationException">The plan comes from no migrator.</exception>
    public string ToMarkdown() => MarkdownPage.Of(ToPlaybook());

    /// <summary>The playbook as JSON, for tools.</summary>
    /// <exception cref="InvalidOperationException">The plan comes from no migrator.</exception>
    public string ToJson() => JsonPage.Of(ToPlaybook());

    private Provenance Origin => Provenance
        ?? throw new InvalidOperationException("This plan knows no database that it could be written down for. Ask a Migrator for it: PlanAsync, PlanContractAsync, PlanRollbackAsync or PlanFresh.");
}
