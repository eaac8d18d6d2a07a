using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;

namespace SchemaEvolve.PostgreSql;

internal sealed partial class PostgreSqlDialect
{
    // What helps a change along is gone when the change is made, also if an earlier try was cut off and left it behind.
    private static Catalog WithoutLeftovers(Change change, Catalog before) => change switch
    {
        SetNullability { IsNullable: false } c => WithoutCheck(before, c.Table, c.Proof),
        AddUnique c => WithoutIndex(before, c.Table, c.Unique.Name),
        _ => before,
    };

    private static Catalog WithoutCheck(Catalog before, QualifiedName table, Identifier check) => before[table].Checks.Contains(check)
        ? before.Alter(table, owner => owner with { Checks = owner.Checks.Remove(check) })
        : before;

    private static Catalog WithoutIndex(Catalog before, QualifiedName table, Identifier index) => before[table].Indexes.Contains(index)
        ? before.Alter(table, owner => owner with { Indexes = owner.Indexes.Remove(index) })
        : before;
}
