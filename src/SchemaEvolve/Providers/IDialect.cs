using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Providers;

/// <summary>Says changes in the SQL of one database.</summary>
public interface IDialect
{
    /// <summary>Says as many of the changes, from the first on, as one step can hold.</summary>
    /// <param name="changes">The changes, at least one, in order.</param>
    /// <param name="before">The catalog before the first of them.</param>
    /// <param name="isUnused">Whether nobody runs on the database yet, so that no lock and no scan hurts anyone.</param>
    /// <exception cref="CatalogException">The database has no way to make a change. The message says what to write instead.</exception>
    Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false);
}
