using SchemaEvolve.Safety;

namespace SchemaEvolve;

/// <summary>Knows one danger, and tells where a plan runs into it. It looks at what is asked for and at what is known, and never at SQL text.</summary>
/// <remarks>What it would need to know and nobody could tell, it does not guess: it stays silent.</remarks>
/// <example><code>
/// internal sealed class ForgetsTheTenant : ISafetyRule
/// {
///     public string Id =&gt; "SHOP001";
///
///     public string Danger =&gt; "A table without a tenant";
///
///     public FindingSeverity Severity =&gt; FindingSeverity.Error;
///
///     public IEnumerable&lt;Finding&gt; Check(Review review) =&gt; review.Asked&lt;CreateTable&gt;()
///         .Where(asked =&gt; !asked.Operation.Table.Columns.Contains("tenant_id"))
///         .Select(asked =&gt; this.Finds(asked.By, $"Table {asked.Operation.Table.Name} has no tenant_id.", "Column.Guid(\"tenant_id\").NotNull()"));
/// }
/// </code></example>
public interface ISafetyRule
{
    /// <summary>The name by which it is suppressed and looked up. It never changes; <c>SE</c> and a number is one of the library's own.</summary>
    string Id { get; }

    /// <summary>The danger, in a few words.</summary>
    string Danger { get; }

    /// <summary>How bad it is.</summary>
    FindingSeverity Severity { get; }

    /// <summary>Whether it looks only at what migrations ask for, and not at sizes or at how the database is doing, so that it says the same on every database in use.</summary>
    bool IsTimeless => true;

    /// <summary>The places where a plan runs into the danger.</summary>
    IEnumerable<Finding> Check(Review review);
}
