namespace SchemaEvolve;

/// <summary>The migrations do not make sense in themselves: an id twice, a class without an id, a circle of dependencies.</summary>
public sealed class MigrationDefinitionException(string message) : MigrationException(message);
