using System.Data.Common;

namespace SchemaEvolve;

/// <summary>Some rows of a table that is brought up to date by C#.</summary>
/// <param name="Rows">The rows, in the order of their key.</param>
/// <param name="Connection">The open connection that migrates, for what else the conversion has to look up. It must stay open.</param>
/// <param name="Transaction">The transaction of the page, in which its rows are locked. The runner commits it.</param>
public sealed record BackfillPage(IReadOnlyList<BackfillRow> Rows, DbConnection Connection, DbTransaction Transaction);
