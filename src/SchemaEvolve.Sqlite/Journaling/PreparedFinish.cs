using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace SchemaEvolve.Sqlite.Journaling;

/// <summary>The statements that finish a step, kept prepared as long as their connection is there.</summary>
/// <remarks>A fresh database gets an entry for each migration there ever was, and preparing these statements takes longer than running them.</remarks>
internal sealed class PreparedFinish
{
    private static readonly ConditionalWeakTable<DbConnection, PreparedFinish> Prepared = [];

    private readonly SqliteCommand _command;
    private readonly SqliteParameter _entry;

    private PreparedFinish(DbConnection connection)
    {
        _command = ((SqliteConnection)connection).CreateCommand();
        _command.CommandText = JournalSql.Finish;
        _entry = _command.Parameters.Add("@entry", SqliteType.Text);
    }

    public static PreparedFinish On(DbConnection connection) => Prepared.GetValue(connection, one => new(one));

    public Task ExecuteAsync(DbTransaction transaction, JournalEntry entry, CancellationToken cancellationToken)
    {
        _command.Transaction = (SqliteTransaction)transaction;
        _entry.Value = entry.ToJson();

        return _command.ExecuteNonQueryAsync(cancellationToken);
    }
}
