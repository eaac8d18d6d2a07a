using EvolveDb;
using EvolveDb.Configuration;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>Evolve, with one transaction for all scripts where the driver can take part in one of .NET's own: that of SQLite cannot.</summary>
internal sealed class EvolveScripts : IPeer
{
    public string Name => "Evolve";

    public string Write(Story story, DirectoryInfo folder) => story.WriteFiles(folder, "__");

    public async Task StartAsync(Database database, Story story, string written)
    {
        await using var connection = database.Connect();
        new Evolve(connection)
        {
            Locations = [written],
            IsEraseDisabled = true,
            TransactionMode = database.IsFile ? TransactionKind.CommitEach : TransactionKind.CommitAll,
        }.Migrate();
    }
}
