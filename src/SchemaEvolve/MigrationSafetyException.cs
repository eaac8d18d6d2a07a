using SchemaEvolve.Catalogs;

namespace SchemaEvolve;

/// <summary>A plan runs into dangers that stop it. Nothing has been touched.</summary>
public sealed class MigrationSafetyException(ValueList<Finding> findings)
    : MigrationException(
        $"""
        The plan is not safe. Nothing has been touched.
        {findings.ToText()}
        Mend what is said above. What is no danger here, let the migration say: schema.Suppress("{findings[0].Rule}", because: "…", owner: "…", until: new(2027, 3, 1)).
        """)
{
    /// <summary>What stops it.</summary>
    public ValueList<Finding> Findings => findings;
}
