namespace SchemaEvolve.Benchmarks.Peers;

/// <summary>A migration of FluentMigrator.</summary>
public abstract class FluentMigration : FluentMigrator.ForwardOnlyMigration
{
    private readonly Deed _deed;
    private readonly int _number;

    protected FluentMigration(Deed deed, int number) => (_deed, _number) = (deed, number);

    public override void Up()
    {
        foreach (var statement in Story.Statements(_deed, _number))
        {
            Execute.Sql(statement);
        }
    }
}
