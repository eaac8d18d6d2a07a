namespace SchemaEvolve;

/// <summary>Puts a migration behind others, whatever their ids. Modules that are written side by side need it.</summary>
/// <param name="ids">The migrations that come first.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class DependsOnAttribute(params long[] ids) : Attribute
{
    /// <summary>The migrations that come first.</summary>
    public IReadOnlyList<long> Ids => ids;
}
