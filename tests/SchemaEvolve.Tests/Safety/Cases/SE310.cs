namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE310 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");

    public override void Good(MigrationBuilder schema) => schema.Table("orders").DropColumn("note");

    protected override MigratorOptions BadOptions => new() { Retention = TimeSpan.Zero };
}
