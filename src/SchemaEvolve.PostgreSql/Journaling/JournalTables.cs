namespace SchemaEvolve.PostgreSql.Journaling;

/// <summary>The names of the journal's tables.</summary>
internal sealed record JournalTables(Identifier Schema)
{
    public QualifiedName Migrations => new(Schema, "migrations");

    public QualifiedName Steps => new(Schema, "steps");

    public QualifiedName Events => new(Schema, "events");

    public QualifiedName Meta => new(Schema, "meta");

    public QualifiedName Instances => new(Schema, "instances");

    public QualifiedName Approvals => new(Schema, "approvals");

    public QualifiedName Quarantine => new(Schema, "quarantine");

    public QualifiedName Lease => new(Schema, "lease");
}
