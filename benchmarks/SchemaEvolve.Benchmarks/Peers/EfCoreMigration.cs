using EfMigration = Microsoft.EntityFrameworkCore.Migrations.Migration;
using EfMigrationBuilder = Microsoft.EntityFrameworkCore.Migrations.MigrationBuilder;

namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A migration of EF Core.</summary>
public abstract class EfCoreMigration : EfMigration
{
    private readonly Deed _deed;
    private readonly int _number;

    protected EfCoreMigration(Deed deed, int number) => (_deed, _number) = (deed, number);

    protected override void Up(EfMigrationBuilder migrationBuilder)
    {
        foreach (var statement in Story.Statements(_deed, _number))
        {
            migrationBuilder.Sql(statement);
        }
    }
}
