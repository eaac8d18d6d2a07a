using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>One statement to send to the database.</summary>
/// <param name="Sql">The text, without a semicolon at its end.</param>
public sealed record Statement(Sql Sql)
{
    /// <summary>Whether the statement runs in a transaction of its step, together with its neighbours, or on its own.</summary>
    public bool IsTransactional { get; init; } = true;

    /// <summary>Whether a transaction of its own begins with the statement, so that what its neighbours before it have locked is free again.</summary>
    public bool BeginsTransaction { get; init; }

    /// <summary>Whether the statement runs even if one before it failed, because it puts back what the step set on the connection.</summary>
    public bool IsAlways { get; init; }

    /// <summary>What takes away the remains of a failed try, so that there can be another, or <see langword="null"/> if none remain.</summary>
    public Sql? Healing { get; init; }

    /// <summary>For a query that must find no row: what is wrong if it finds some. The error shows the first rows.</summary>
    public string? Rule { get; init; }

    /// <summary>What the statement costs those who use the same tables.</summary>
    public ValueList<Impact> Impacts { get; init; } = [];

    /// <summary>A statement that runs in a transaction of its step.</summary>
    public static Statement Run(Sql sql) => new(sql);

    /// <summary>A statement that begins a transaction of its own.</summary>
    public static Statement RunApart(Sql sql) => new(sql) { BeginsTransaction = true };

    /// <summary>A statement that runs outside any transaction.</summary>
    public static Statement RunAlone(Sql sql) => new(sql) { IsTransactional = false };

    /// <summary>A statement that puts back what the step set on the connection, outside any transaction and whatever happened before.</summary>
    public static Statement RunAlways(Sql sql) => new(sql) { IsTransactional = false, IsAlways = true };

    /// <summary>A query that must find no row.</summary>
    /// <param name="rule">What is wrong if it finds some, in a sentence.</param>
    /// <param name="offenders">The query.</param>
    public static Statement MustBeEmpty(string rule, Sql offenders) => new(offenders) { Rule = rule };
}
