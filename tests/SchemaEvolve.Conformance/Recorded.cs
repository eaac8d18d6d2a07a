using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>Records migrations without a class for each.</summary>
public static class Recorded
{
    /// <summary>A migration of the given id and name.</summary>
    public static RecordedMigration Migration(long id, string name, Action<MigrationBuilder> define)
    {
        ArgumentNullException.ThrowIfNull(define);

        var schema = new MigrationBuilder();
        define(schema);

        return new(id, name, [.. schema.Operations]) { Gates = [.. schema.Gates], Bounds = [.. schema.Bounds], Suppressions = [.. schema.Suppressions] };
    }
}
