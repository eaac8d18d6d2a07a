using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_events</c>.</summary>
internal sealed record EventRow(
    long Number,
    string At,
    string Kind,
    long? Migration,
    string? Name,
    string? Phase,
    string Description,
    double? Milliseconds,
    string? Scope,
    string? Owner,
    string? Reason,
    string User,
    string Host,
    int Process,
    string AppVersion,
    string? Sql,
    string? Code,
    string? Message,
    string? Blockers)
{
    public JournalEvent ToEvent() => new(
        Number,
        Instants.Read(At),
        Kind,
        Migration,
        Name,
        Phase is null ? null : Enum.Parse<Phase>(Phase, ignoreCase: true),
        Description,
        Milliseconds is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null)
    {
        Actor = new Actor(User, Host, Process, AppVersion).ToString(),
        Scope = Scope,
        Owner = Owner,
        Reason = Reason,
        AppVersion = AppVersion,
        Sql = Sql,
        Code = Code,
        Message = Message,
        Blockers = [.. Blockers?.Split('\n') ?? []],
    };
}
