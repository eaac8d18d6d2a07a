using SchemaEvolve.Catalogs;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Running;

/// <summary>Neighbours among the statements of a step that share a transaction, or one statement that runs outside of any.</summary>
internal sealed record StatementGroup(bool IsTransaction, ValueList<Statement> Statements)
{
    /// <summary>The statements in groups, in their order.</summary>
    public static List<StatementGroup> Of(IEnumerable<Statement> statements)
    {
        var groups = new List<StatementGroup>();
        foreach (var statement in statements)
        {
            if (statement is { IsTransactional: true, BeginsTransaction: false } && groups is [.., { IsTransaction: true } open])
            {
                groups[^1] = open with { Statements = [.. open.Statements, statement] };
            }
            else
            {
                groups.Add(new(statement.IsTransactional, [statement]));
            }
        }

        return groups;
    }

    /// <summary>The statements of a step in groups, the last of which is a transaction for the entry in the journal, if need be for nothing else. What only puts the connection back is in none.</summary>
    public static List<StatementGroup> WithEntry(IEnumerable<Statement> statements)
    {
        var groups = Of(statements.Where(statement => !statement.IsAlways));

        return groups is [.., { IsTransaction: true }] ? groups : [.. groups, new(IsTransaction: true, [])];
    }
}
