using System.Data.Common;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Testing.Sources;

/// <summary>The database system that an application has chosen, and how it is reached.</summary>
/// <param name="Place">The place that was chosen.</param>
/// <param name="Provider">Makes a provider for that place, or for another one.</param>
internal sealed record Kind(DatabasePlace Place, Func<DatabasePlace, DatabaseProvider> Provider)
{
    /// <summary>The database at the place that was chosen.</summary>
    public DatabaseProvider Chosen { get; } = Provider(Place);

    /// <summary>The name of the database system.</summary>
    public string Engine => Chosen.Engine;

    /// <summary>The connection string with another value for one of its words, whichever way that word was spelled.</summary>
    public string With(string value, params ReadOnlySpan<string> spellings)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = Place.ConnectionString };
        foreach (var spelling in spellings)
        {
            builder.Remove(spelling);
        }

        builder[spellings[0]] = value;
        return builder.ConnectionString;
    }

    /// <summary>The value of a word in another connection string, whichever way it is spelled.</summary>
    public static string? Word(string connectionString, IEnumerable<string> spellings)
    {
        var builder = new DbConnectionStringBuilder { ConnectionString = connectionString };

        return spellings.Where(builder.ContainsKey).Select(spelling => $"{builder[spelling]}").FirstOrDefault();
    }

    /// <summary>Brings an empty database to where the migrations lead, and notes that no start has anything to do, whatever it leaves to the background.</summary>
    public static async Task MigrateAsync(DatabaseProvider provider, MigrationSet migrations, CancellationToken cancellationToken)
    {
        MigratorOptions[] starts = [new(), new() { WhenToBackfill = Backfilling.Background }, new() { Contract = ContractPolicy.Immediately }];
        foreach (var start in starts)
        {
            await new Migrator(provider, migrations, start).MigrateAsync(cancellationToken);
        }
    }
}
