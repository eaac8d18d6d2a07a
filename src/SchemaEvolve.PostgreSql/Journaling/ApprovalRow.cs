namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>A row of the journal's approvals, as Dapper reads it.</summary>
internal sealed record ApprovalRow
{
    public long Migration { get; init; }

    public string Approver { get; init; } = "";

    public string? Note { get; init; }

    public DateTime At { get; init; }

    public Approval ToApproval() => new(Migration, Approver, Note, At);
}
