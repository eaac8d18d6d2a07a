using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QuickStart;
using SchemaEvolve;
using SchemaEvolve.PostgreSql;
using SchemaEvolve.Sqlite;

if (!Arguments.TryParse(args, out var arguments, out var mistake))
{
    await Console.Error.WriteLineAsync(mistake);
    return 2;
}

if (arguments.Reset)
{
    arguments.DeleteFile();
}

SqlMapper.AddTypeHandler(new DecimalHandler());

var builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders(); // What happens is shown below.
builder.Services.AddSingleton<Bakery>();
builder.Services.AddSingleton(arguments.DataSource);
builder.Services.AddSchemaEvolve(evolve => (arguments.IsPostgreSql ? evolve.UsePostgreSql(arguments.Connection) : evolve.UseSqlite(arguments.Connection))
    .AddMigrationsFrom<Program>()
    .Configure(options => options with
    {
        Contract = ContractPolicy.Immediately, // One process: nobody is left who needs what is taken away.
        Progress = new LiveProgress(),
    }));

using var host = builder.Build();
var migrator = host.Services.GetRequiredService<Migrator>();
var bakery = host.Services.GetRequiredService<Bakery>();

try
{
    if (arguments.OnlyPlans)
    {
        Console.Write(arguments.Print(arguments.IsOffline ? migrator.PlanFresh() : await migrator.PlanAsync()));
        return 0;
    }

    Console.WriteLine($"A bakery moves from a paper book into a database: {arguments.Place}");
    Report.Print(await migrator.PlanAsync());

    // The host migrates before it starts anything else, so nothing in it ever meets an old schema.
    await host.StartAsync();

    Report.Print(await migrator.TimelineAsync());
    Report.Print(await bakery.BestSellersAsync(), await bakery.CustomersAsync(), await bakery.MonthsAsync());
    Console.WriteLine("\nRun it again, and nothing is pending.");

    await host.StopAsync();
    return 0;
}
catch (MigrationException failure)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
