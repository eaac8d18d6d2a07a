using SchemaEvolve;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;
using SchemaEvolve.Testing;
using SchemaEvolve.TestRun;

// Usage: engine, connection string, folder. It says "ready", waits for a line, says where its fresh database is, and ends with its input.
var (engine, connectionString, folder) = (args[0], args[1], args[2]);
var databases = FreshDatabases.Of(Counter.Migrations(folder), new() { Folder = folder });
await using var chosen = engine == Engines.Sqlite ? databases.UseSqlite(connectionString) : databases.UsePostgreSql(connectionString);

Console.WriteLine("ready");
await Console.In.ReadLineAsync();
await using var database = await chosen.CreateAsync();
Console.WriteLine(database.ConnectionString);
await Console.In.ReadLineAsync();
