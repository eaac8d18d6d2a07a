using SchemaEvolve.Catalogs;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Safety;

/// <summary>An operation of a migration that has not run yet.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Operation">What it asks for. Of what stands in <c>Unsafe(…)</c>, that which is done there.</param>
/// <param name="Before">The schema as it is there for those who read all migrations from top to bottom.</param>
/// <param name="IsInPlace">Whether it stands in <c>Unsafe(…)</c>.</param>
public sealed record Request(RecordedMigration Migration, Operation Operation, Catalog Before, bool IsInPlace);

/// <summary>An operation of one kind of a migration that has not run yet.</summary>
/// <param name="By">What asks for it.</param>
/// <param name="Operation">The operation.</param>
public readonly record struct Asked<T>(Request By, T Operation)
    where T : Operation
{
    /// <summary>The schema as it is there for those who read all migrations from top to bottom.</summary>
    public Catalog Before => By.Before;
}

/// <summary>A column that a migration adds, to a table of its own or to one that is there.</summary>
/// <param name="By">What asks for it.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">The column.</param>
public readonly record struct NewColumn(Request By, QualifiedName Table, Column Column);

/// <summary>A change that a plan makes.</summary>
/// <param name="Step">The step that makes it.</param>
/// <param name="Change">The change.</param>
/// <param name="Before">The schema before it.</param>
public readonly record struct Made(Step Step, Changes.Change Change, Catalog Before);

/// <summary>What a statement of a plan costs those who use a table.</summary>
/// <param name="Step">The step of the statement.</param>
/// <param name="Impact">What it costs.</param>
public readonly record struct Cost(Step Step, Impact Impact);
