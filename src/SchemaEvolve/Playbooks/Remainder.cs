using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Playbooks;

/// <summary>What a migration takes away later, and when.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="What">What is taken away.</param>
/// <param name="Gates">The gates that have to be open by then.</param>
public sealed record Remainder(RecordedMigration Migration, ValueList<string> What, ValueList<Gate> Gates);
