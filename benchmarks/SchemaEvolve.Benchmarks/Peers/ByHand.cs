using System.Data.Common;
using System.Globalization;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>What one would write without a library: a table of what has run, and the statements of what has not, one after the other in one transaction.</summary>
internal sealed class ByHand : IPeer
{
    public string Name => "by hand";

    public string Write(Story story, DirectoryInfo folder) => "";

    public async Task StartAsync(Database database, Story story, string written)
    {
        await using var connection = database.Connect();
        await connection.OpenAsync();
        var done = await CountAsync(connection);
        if (done == story.Length)
        {
            return;
        }

        await using var transaction = await connection.BeginTransactionAsync();
        if (done < 0)
        {
            await ExecuteAsync(connection, transaction, "CREATE TABLE history (number integer PRIMARY KEY, at text NOT NULL)");
        }

        foreach (var number in story.Numbers)
        {
            foreach (var statement in Story.Statements(story.Deed, number))
            {
                await ExecuteAsync(connection, transaction, statement);
            }

            await ExecuteAsync(connection, transaction, $"INSERT INTO history VALUES ({number.ToString(CultureInfo.InvariantCulture)}, CURRENT_TIMESTAMP)");
        }

        await transaction.CommitAsync();
    }

    private static async Task<int> CountAsync(DbConnection connection)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM history";
        try
        {
            return Convert.ToInt32(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
        }
        catch (DbException)
        {
            return -1;
        }
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string statement)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
