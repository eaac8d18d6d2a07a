using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Tells whether an expansion has to wait for rows that are to be brought up to date before it, because it looks at them.</summary>
internal static class RowWork
{
    public static bool IsNeededBy(Operation operation, IEnumerable<Operation> fills) => fills.Any(fill =>
        operation is { IsOpaque: true } or CheckRows { During: Phase.Expand } || fill.IsOpaque || (LooksAtRows(operation) && fill.Tables.Intersect(operation.Tables).Any()));

    public static bool LooksAtRows(Operation operation) => operation switch
    {
        AddUnique or AddCheck or AddForeignKey or AddExclusion or SetPrimaryKey or CreateIndex { Index.IsUnique: true } => true,
        AddColumn { Column: { IsNullable: false, Default: null } } => true,
        InsertRows or Unsafe or RenameTable => true,
        _ => false,
    };
}
