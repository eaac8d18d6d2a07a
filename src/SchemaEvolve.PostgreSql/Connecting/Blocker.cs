using System.Globalization;
using SchemaEvolve.Lexing;

namespace SchemaEvolve.PostgreSql.Connecting;

/// <summary>Who has a table locked, as Dapper reads it. What this role may not see of others is <see langword="null"/>.</summary>
internal sealed record Blocker
{
    private const string Autovacuum = "autovacuum worker";

    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>The process of the server, or <see langword="null"/> for a prepared transaction, which has none.</summary>
    public int? Pid { get; init; }

    public string? Prepared { get; init; }

    public string? User { get; init; }

    public string? Application { get; init; }

    public string? State { get; init; }

    public string? Kind { get; init; }

    public string? Query { get; init; }

    public double? Seconds { get; init; }

    /// <summary>Whether it will not be gone in a moment, so that queueing behind it would only make the application queue too.</summary>
    public bool IsSettled => Pid is null || Seconds > Settled.TotalSeconds;

    /// <summary>Whether it is an autovacuum that yields to whoever waits for long enough. One that prevents wraparound does not.</summary>
    /// <remarks>Of a server process that has no user a plain role is not told more than that.</remarks>
    public bool IsYielding =>
        (Kind ?? (Pid is not null && User is null ? Autovacuum : null)) == Autovacuum
        && Query?.Contains("to prevent wraparound", StringComparison.Ordinal) != true;

    public override string ToString() => Pid is null
        ? $"the prepared transaction {Prepared}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"pid {Pid}, application {Named(Application)}, user {Named(User)}, {State ?? Kind ?? "state unknown"}, its transaction {Seconds ?? 0:0.0} s old, last query: {Named(Query is null ? null : SqlLexer.WithoutValues(Query, Engines.PostgreSql))}");

    private static string Named(string? text) => string.IsNullOrWhiteSpace(text) ? "without a name" : text.ReplaceLineEndings(" ");
}
