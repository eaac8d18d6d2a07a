using System.Data.Common;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Others are in the way of a step, or no longer are.</summary>
/// <param name="Message">What is waited for.</param>
/// <param name="Blockers">Who they are, as far as the database tells.</param>
/// <param name="Connection">A connection that is free to write it down, or <see langword="null"/> if nobody can as long as they are in the way.</param>
/// <param name="Transaction">The transaction that is open on it, or <see langword="null"/>.</param>
public sealed record Blockade(string Message, ValueList<string> Blockers, DbConnection? Connection, DbTransaction? Transaction)
{
    /// <summary>How long they were in the way, or <see langword="null"/> as long as they are.</summary>
    public TimeSpan? Waited { get; init; }
}
