using System.Data.Common;
using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Providers;

/// <summary>Others are in the way of a step.</summary>
/// <param name="Message">What is waited for.</param>
/// <param name="Blockers">Who they are, as far as the database tells.</param>
/// <param name="Connection">A connection that is free to write it down.</param>
/// <param name="Transaction">The transaction that is open on it, or <see langword="null"/>.</param>
public sealed record Blockade(string Message, ValueList<string> Blockers, DbConnection Connection, DbTransaction? Transaction);
