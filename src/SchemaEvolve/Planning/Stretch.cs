using SchemaEvolve.Catalogs;

namespace SchemaEvolve.Planning;

/// <summary>A piece of the way of a migration: what is still to be compiled together.</summary>
internal sealed class Stretch(Course course)
{
    public Course Course => course;

    /// <summary>The changes that are no step yet.</summary>
    public List<Todo> Todos { get; set; } = [];

    /// <summary>The parts that have nothing to do, and are still to be noted.</summary>
    public List<Part> PutOff { get; set; } = [];

    /// <summary>The parts whose rows are looked at before all of them.</summary>
    public HashSet<Part> Looked { get; } = [];

    /// <summary>Whether the operation at hand has nobody to consider, and none of its phases is behind it.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Whether the operation at hand has nobody to consider, and leaves nothing for later.</summary>
    public bool IsAtOnce { get; set; }

    /// <summary>The catalog after the changes, or <see langword="null"/> while there are none.</summary>
    public Catalog? After { get; set; }

    /// <summary>Whether there are steps of it in the plan already.</summary>
    public bool HasSteps { get; set; }
}
