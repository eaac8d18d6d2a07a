using Dapper;
using Microsoft.Data.Sqlite;

namespace SchemaEvolve.Packages.Tests;

public sealed class PackageTests
{
    private Workplace _workplace = null!;

    [OneTimeSetUp]
    public async Task Pack()
    {
        _workplace = new();
        await _workplace.PackAsync();
    }

    [OneTimeTearDown]
    public void TidyUp() => _workplace.Dispose();

    [SetUp]
    public void ComeBack() => _workplace.ComeBack();

    [Test]
    public async Task The_packages_give_the_first_migration_as_the_readme_has_it()
    {
        var readme = Readme.Chapter("README.md", "A first migration");

        foreach (var command in readme.Blocks("sh").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await _workplace.RunAsync(command);
        }

        await _workplace.WriteAsync("Program.cs", readme.Blocks("csharp")[0]);
        var first = await _workplace.RunAsync("dotnet run");
        var second = await _workplace.RunAsync("dotnet run");

        new[] { first, second }.Should().Equal(readme.Blocks("text"));
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_workplace.Folder, "shop.db")};Pooling=False");
        (await connection.QueryAsync<(string, string, bool, bool)>("SELECT name, type, \"notnull\", pk FROM pragma_table_info('customers')"))
            .Should().Equal(("id", "INTEGER", false, true), ("name", "VARCHAR(100)", true, false), ("email", "TEXT", false, false));
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pragma_index_list('customers') WHERE \"unique\""))
            .Should().Be(1);
    }

    [Test]
    public async Task A_hosted_application_with_queries_of_its_own_builds_without_a_warning()
    {
        var program = Readme.Chapter("src/SchemaEvolve.DependencyInjection/README.md", "In a minute").Blocks("csharp")[0];
        await _workplace.RunAsync("dotnet new console --output Hosted");
        await _workplace.RunAsync("cd Hosted");
        await _workplace.RunAsync("dotnet add package SchemaEvolve.DependencyInjection");
        await _workplace.RunAsync("dotnet add package SchemaEvolve.Sqlite");
        await _workplace.RunAsync("dotnet add package Microsoft.Extensions.Hosting");
        await _workplace.WriteAsync(
            "Program.cs",
            $$"""
            {{program}}

            internal static class Shop
            {
                public static Task<IEnumerable<string>> NamesAsync(System.Data.Common.DbConnection connection) =>
                    Dapper.SqlMapper.QueryAsync<string>(connection, "SELECT name FROM customers");
            }
            """);

        var build = () => _workplace.RunAsync("dotnet build -warnaserror");

        await build.Should().NotThrowAsync();
    }
}
