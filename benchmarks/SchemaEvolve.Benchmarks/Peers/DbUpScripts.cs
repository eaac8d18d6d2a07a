using DbUp;
using DbUp.Builder;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>DbUp, with one transaction for all scripts.</summary>
internal sealed class DbUpScripts : IPeer
{
    public string Name => "DbUp";

    public string Write(Story story, DirectoryInfo folder) => story.WriteFiles(folder, "_");

    public Task StartAsync(Database database, Story story, string written)
    {
        var result = On(database).WithScriptsFromFileSystem(written).WithTransaction().LogToNowhere().Build().PerformUpgrade();

        return result.Successful ? Task.CompletedTask : Task.FromException(result.Error);
    }

    private static UpgradeEngineBuilder On(Database database) => database.IsFile
        ? DeployChanges.To.SqliteDatabase(database.ConnectionString)
        : DeployChanges.To.PostgresqlDatabase(database.ConnectionString);
}
