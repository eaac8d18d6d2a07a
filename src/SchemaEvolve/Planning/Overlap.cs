using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;

namespace SchemaEvolve.Planning;

/// <summary>Refuses what is asked of a column while another operation on it has still to contract, where that would undo it in silence.</summary>
internal static class Overlap
{
    /// <summary>Looks at an operation that is to expand.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="before">The catalog that it finds.</param>
    /// <param name="pending">The operations that have still to contract.</param>
    /// <exception cref="CatalogException">It would be undone.</exception>
    public static void Refuse(Operation operation, Catalog before, IEnumerable<Operation> pending)
    {
        if (pending.Any(later => Undoes(later, operation)))
        {
            throw new CatalogException("It would be undone.");
        }

        if (ColumnOf(operation) is not { } place || before.Tables.Find(place.Table) is not { } table)
        {
            return;
        }

        if (table.DualWrites.FirstOrDefault(sync => sync.Old.Contains(place.Column) && IsGivenUp(operation, sync)) is { } old)
        {
            throw new CatalogException($"Column {place.Column} is on its way to {old.Goal}, and what is set of it would stay behind. {(IsRetyped(old) ? "Contract that first, and do this in a migration that comes with a later release." : "Write that name instead.")}");
        }

        if (IsSetAtTheEnd(operation) && table.DualWrites.FirstOrDefault(sync => sync.New.Contains(place.Column) && (sync.Down.Count > 0 || operation is SetNullability)) is { } sync)
        {
            throw new CatalogException($"Column {place.Column} has its default and its rules only when {sync.Purpose} has contracted, and this would be undone. Do it in a migration that runs afterwards, or ask for it where the column is made.");
        }
    }

    // What gives waits for nothing, and so comes before what takes away.
    private static bool Undoes(Operation later, Operation operation) => (later, operation) switch
    {
        (SetDefault { Value: null } drop, SetDefault { Value: not null } set) => (drop.Table, drop.Column) == (set.Table, set.Column),
        (SetNullability { IsNullable: false } require, SetNullability { IsNullable: true } loosen) => (require.Table, require.Column) == (loosen.Table, loosen.Column),
        _ => false,
    };

    private static (QualifiedName Table, Identifier Column)? ColumnOf(Operation operation) => operation switch
    {
        SetComment { Column: { } column } c => (c.Table, column),
        SetDefault c => (c.Table, c.Column),
        SetNullability c => (c.Table, c.Column),
        SetCollation c => (c.Table, c.Column),
        SetIdentity c => (c.Table, c.Column),
        RequireColumn c => (c.Table, c.Column),
        _ => null,
    };

    // A column that changes its type keeps its name, and what is set of it goes over; but what fills it would stand in the way.
    private static bool IsGivenUp(Operation operation, DualWrite sync) => !IsRetyped(sync) || operation is RequireColumn;

    private static bool IsRetyped(DualWrite sync) => sync.New.Any(Naming.IsGrowing);

    private static bool IsSetAtTheEnd(Operation operation) => operation is SetDefault or SetNullability { IsNullable: true } or SetIdentity;
}
