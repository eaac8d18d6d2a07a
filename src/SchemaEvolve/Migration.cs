namespace SchemaEvolve;

/// <summary>One step in the history of a schema, written by hand and never changed once it has run.</summary>
/// <example><code>
/// [Migration(2026_03_14_0915, Reason = "Customers can be written to")]
/// public sealed class AddEmail : Migration
/// {
///     protected override void Define(MigrationBuilder schema) =&gt;
///         schema.Table("customers").AddColumn(Column.Text("email"));
/// }
/// </code></example>
public abstract class Migration
{
    /// <summary>Says what is to change. It only records: there is no database to ask, and it may run any number of times.</summary>
    protected internal abstract void Define(MigrationBuilder schema);
}
