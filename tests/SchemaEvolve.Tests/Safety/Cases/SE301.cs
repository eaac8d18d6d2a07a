namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE301 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Unsafe("nobody is there yet", inPlace => inPlace.DropTable("orders"));

    public override void Good(MigrationBuilder schema) => schema.DropTable("orders");
}
