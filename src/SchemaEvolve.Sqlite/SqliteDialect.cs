using Microsoft.Data.Sqlite;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>Says changes in the SQL of SQLite, which alters little in place and copies a table for the rest.</summary>
/// <param name="version">The version of SQLite, as <c>sqlite_version()</c> tells it, or <see langword="null"/> for that of the library that was loaded.</param>
internal sealed class SqliteDialect(Version? version = null) : IDialect
{
    // The library decides, not the package that was referenced: applications bring SQLCipher or the system's own.
    private SqliteCapabilities Capabilities => field ??= SqliteCapabilities.Of(version ?? Version.Parse(new SqliteConnection().ServerVersion));

    public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false)
    {
        var step = new SqliteStep(Capabilities, before, before);
        foreach (var change in changes)
        {
            if (SqliteBatches.Of(change, step.After) is { } batches && (change is BackfillByCode || !(isUnused || step.Creates(change.Tables[0]))))
            {
                return step.Count > 0 ? new(step.Count, step.Statements(), step.After) : new(1, [], change.Apply(before)) { Batches = batches };
            }

            if (step.Take(change) is not { } longer)
            {
                break;
            }

            step = longer;
        }

        return new(step.Count, step.Statements(), step.After);
    }
}
