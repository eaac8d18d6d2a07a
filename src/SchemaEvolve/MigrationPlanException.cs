using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>A migration asks for something that does not fit the schema, or that the database cannot do. Nothing has been touched.</summary>
public sealed class MigrationPlanException(RecordedMigration migration, Operation operation, string reason)
    : MigrationException($"Migration {migration?.Label} cannot be planned at “{operation?.Description}”: {reason}")
{
    /// <summary>The migration.</summary>
    public RecordedMigration Migration => migration;

    /// <summary>The operation that does not fit.</summary>
    public Operation Operation => operation;
}
