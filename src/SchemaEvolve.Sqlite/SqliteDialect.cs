using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Sqlite;

/// <summary>Says changes in the SQL of SQLite, which alters little in place and copies a table for the rest.</summary>
/// <param name="version">The version of SQLite, as <c>sqlite_version()</c> tells it.</param>
internal sealed class SqliteDialect(Version version) : IDialect
{
    private readonly SqliteCapabilities _capabilities = SqliteCapabilities.Of(version);

    public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false)
    {
        var step = new SqliteStep(_capabilities, before, before);
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
