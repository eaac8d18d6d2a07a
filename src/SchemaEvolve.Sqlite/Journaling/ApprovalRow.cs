namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>A row of <c>schema_evolve_approvals</c>.</summary>
internal sealed record ApprovalRow(long Migration, string Approver, string? Note, string At)
{
    public Approval ToApproval() => new(Migration, Approver, Note, Instants.Read(At));
}
