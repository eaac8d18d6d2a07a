namespace SchemaEvolve.Tests.Safety.Cases;

internal sealed class SE314 : Case
{
    public override void Bad(MigrationBuilder schema) => schema.Table("orders").Delete($"status = 'cancelled'", Undo.Nothing);

    public override void Good(MigrationBuilder schema) => schema.Table("orders").Delete($"status = 'cancelled'", Undo.Impossible("Cancelled orders are kept in the archive only."));
}
