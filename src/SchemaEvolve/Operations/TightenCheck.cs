using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.Operations;

/// <summary>Adds a rule on rows, or makes one stricter, once no version of the application breaks it any more.</summary>
/// <param name="Table">The table.</param>
/// <param name="Check">The rule. It takes the place of one of the same name, if there is one.</param>
/// <param name="Repair">What is set in rows that break it, or nothing if there must be none.</param>
public sealed record TightenCheck(QualifiedName Table, Check Check, ValueList<Assignment> Repair) : Operation
{
    public override string Description => $"Tighten check {Check.Name} of {Table} to {Check.Condition}";

    public override ValueList<QualifiedName> Tables => [Table];

    public override Evolution Evolve(Catalog before, Tombstones tombstones)
    {
        ValueList<Change> repair = Repair.Count == 0 ? [] : [new Backfill(Table, Repair, $"NOT ({Check.Condition})", Undo.Nothing)];
        ValueList<Change> look = Repair.Count == 0 ? [Look(before[Table])] : [];
        var stricter = Check with { Name = Naming.Derive("se", Check.Name, "tight") };

        return new()
        {
            Migrate = repair,
            // If it was cut off behind the drop, only the new one is there.
            Contract = before[Table].Checks.Any(check => check.Name == Check.Name || check.Name == stricter.Name)
                ? [.. look, .. repair, new AddCheck(Table, stricter), new DropCheck(Table, Check.Name), new RenameConstraint(Table, stricter.Name, Check.Name)]
                : [.. look, .. repair, new AddCheck(Table, Check)],
        };
    }

    public override Evolution EvolveAlone(Catalog before) => Evolution.In(Phase.Contract, [.. Evolve(before, Tombstones.None).Contract]);

    public override Evolution Reverse(Catalog before, Catalog now, Tombstones kept)
    {
        if (before[Table].Checks.Find(Check.Name) is not { } original)
        {
            return Evolution.In(Phase.Expand, new DropCheck(Table, Check.Name));
        }

        var looser = original with { Name = Naming.Derive("se", Check.Name, "loose") };

        return Evolution.In(Phase.Expand, new AddCheck(Table, looser), new DropCheck(Table, Check.Name), new RenameConstraint(Table, looser.Name, Check.Name));
    }

    private CheckRows Look(Table table)
    {
        var shown = table.PrimaryKey?.Columns ?? [.. table.Columns.Select(column => column.Name)];

        return new(
            $"Check {Check.Name} is to hold for all rows of {Table}, but some break it.",
            $"SELECT {Sql.Join(", ", shown.Select(column => (Sql)$"{column}"))} FROM {Table} WHERE NOT ({Check.Condition})",
            Phase.Contract);
    }

    private protected override void Write(Canon canon) => canon.Put("table", Table).Put("check", Check).Put("repair", Repair);
}
