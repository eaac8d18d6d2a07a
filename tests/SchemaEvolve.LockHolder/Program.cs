using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite;

var provider = SqliteProvider.Create(args[0]);
await using var opened = await provider.Connections.OpenAsync(CancellationToken.None);
var actor = new Actor("holder", Environment.MachineName, Environment.ProcessId, "1.0");
var attempt = await provider.Lock.TryAcquireAsync(opened.Connection, actor, CancellationToken.None);

Console.WriteLine(attempt.Held is null ? $"taken by {attempt.Holder}" : "held");
await Console.In.ReadToEndAsync();
