using Dapper;
using Microsoft.Data.Sqlite;

namespace SchemaEvolve.Packages.Tests;

public sealed class FirstMigrationTests
{
    [Test]
    public async Task The_packages_give_the_first_migration_as_the_readme_has_it()
    {
        var readme = Readme.Chapter("A first migration");
        var program = readme.Blocks("csharp")[0];
        using var workplace = new Workplace();
        await workplace.PackAsync();

        foreach (var command in readme.Blocks("sh").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await workplace.RunAsync(command);
        }

        await File.WriteAllTextAsync(Path.Combine(workplace.Folder, "Program.cs"), program);
        var first = await workplace.RunAsync("dotnet run");
        var second = await workplace.RunAsync("dotnet run");

        new[] { first, second }.Should().Equal(readme.Blocks("text"));
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(workplace.Folder, "shop.db")};Pooling=False");
        (await connection.QueryAsync<(string, string, bool, bool)>("SELECT name, type, \"notnull\", pk FROM pragma_table_info('customers')"))
            .Should().Equal(("id", "INTEGER", false, true), ("name", "VARCHAR(100)", true, false), ("email", "TEXT", false, false));
        (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM pragma_index_list('customers') WHERE \"unique\""))
            .Should().Be(1);
    }
}
