using System.Data.Common;
using Dapper;
using QuickStart.Migrations;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

namespace SchemaEvolve.Testing.Tests;

/// <summary>The quick start, as an application would rehearse its own history.</summary>
internal static class QuickStartShop
{
    /// <summary>Whether runs are cut off on a server too, where each needs a copy of the database, and two minutes go by with that.</summary>
    public static bool IsPatient { get; } = Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_ALL") is { Length: > 0 };

    public static Rehearsal OnSqlite(string connectionString) => Rehearsal(CutOffs.Some).UseSqlite(connectionString);

    public static Rehearsal OnPostgreSql(string connectionString) => Rehearsal(IsPatient ? CutOffs.Some : CutOffs.None).UsePostgreSql(connectionString);

    private static Rehearsal Rehearsal(CutOffs cutOffs) =>
        Testing.Rehearsal.Of(MigrationSet.FromAssemblyOf<OpenTheShop>(), new() { Fill = FillAsync, Old = CallOldAsync, New = CallNewAsync, CutOffs = cutOffs });

    // The book is typed in later, and torn out as a whole on the way back: no customer is there before it.
    private static Task FillAsync(RecordedMigration migration, DbConnection connection) => migration.Name switch
    {
        nameof(OpenTheShop) => connection.ExecuteAsync("INSERT INTO products (code, name, price) VALUES ('PIE', 'Apple pie', 3.25)"),
        nameof(TypeInTheOrderBook) => connection.ExecuteAsync("INSERT INTO customers (name, email, phone, fax) VALUES ('Emmy', 'emmy@example.com', '1882', '1935')"),
        nameof(TakeGoodsBack) => connection.ExecuteAsync(
            "INSERT INTO refunds (id, order_id, line, amount) SELECT '0a0a0a0a-0000-4000-8000-000000000001', order_id, line, 1.5 FROM order_lines WHERE product = 'CAKE' LIMIT 1"),
        _ => Task.CompletedTask,
    };

    private static Task CallOldAsync(RecordedMigration migration, DbConnection connection) => migration.Name == nameof(CallItPhoneNumber)
        ? connection.ExecuteAsync("INSERT INTO customers (name, email, phone) VALUES ('Carl', 'carl@example.com', '1777')")
        : Task.CompletedTask;

    private static async Task CallNewAsync(RecordedMigration migration, DbConnection connection)
    {
        if (migration.Name == nameof(CallItPhoneNumber))
        {
            (await connection.QueryAsync<string>("SELECT phone_number FROM customers WHERE name = 'Carl'")).Should().AllBe("1777");
            await connection.ExecuteAsync("INSERT INTO customers (name, email, phone_number) VALUES ('Leonhard', 'leonhard@example.com', '1707')");
        }
    }
}
