using System.Data.Common;
using System.Globalization;
using CsCheck;
using Dapper;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance.Histories;

/// <summary>A history of random operations on random tables.</summary>
/// <param name="Deeds">Its operations, in order, with what they found.</param>
/// <param name="Refused">Why operations were refused that did not fit.</param>
public sealed record RandomHistory(IReadOnlyList<(Operation Operation, Catalog Before)> Deeds, IReadOnlyList<string> Refused)
{
    private const int RowsAtATime = 3;
    private const int AtOnce = 2;

    /// <summary>Histories: each throw is an operation, and a shorter history has fewer throws.</summary>
    public static Gen<RandomHistory> Gen { get; } = CsCheck.Gen.Int[0, 999_999].Array[12].Array[3, 12].Select(From);

    /// <summary>
    /// Tries a law on a sample of histories, the same ones each time, two at once. If <c>SCHEMA_EVOLVE_ALL</c> is set, they are drawn by lot
    /// and twenty times as many, and if <c>SCHEMA_EVOLVE_HISTORIES</c> is, as many as that says.
    /// </summary>
    /// <returns>How many were tried.</returns>
    public static async Task<long> TryAsync(int sample, Func<RandomHistory, Task> law)
    {
        ArgumentNullException.ThrowIfNull(law);

        if (Drawn(sample) is { } count)
        {
            await Gen.SampleAsync(law, iter: count, threads: AtOnce);
            return count;
        }

        await Parallel.ForEachAsync(
            Gen.Array[sample].Single(_ => true, seed: "0000000000000"),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (history, _) =>
            {
                try
                {
                    await law(history);
                }
                catch (Exception error)
                {
                    throw new AssertionException($"{error.Message}\n\nThe history is:\n{history}", error);
                }
            });
        return sample;
    }

    /// <summary>The catalog at the end.</summary>
    public Catalog After => Deeds.Count == 0 ? Catalog.Empty : Whole(Deeds[^1].Operation, Deeds[^1].Before);

    /// <summary>The migrations, each with one operation, but for the first one with the tables to begin with.</summary>
    public IReadOnlyList<RecordedMigration> Migrations => [.. Deeds.Index().Select(deed => new RecordedMigration(deed.Index + 1, $"M{deed.Index + 1}", [deed.Item.Operation]))];

    /// <summary>What follows from throws of dice.</summary>
    public static RandomHistory From(int[][] throws)
    {
        ArgumentNullException.ThrowIfNull(throws);

        var deeds = new List<(Operation, Catalog)>();
        var refused = new List<string>();
        var catalog = Catalog.Empty;
        foreach (var (place, numbers) in throws.Index())
        {
            var dice = new Dice(numbers);
            if ((place < 2 ? RandomOperations.Create(dice) : RandomOperations.Next(catalog, dice)) is not { } operation)
            {
                continue;
            }

            try
            {
                var after = Fit(operation, catalog);
                if (!after.Equals(catalog) || operation is DataChange)
                {
                    deeds.Add((operation, catalog));
                }

                catalog = after;
            }
            catch (CatalogException refusal)
            {
                refused.Add($"{operation}: {refusal.Message}");
            }
        }

        return new(deeds, refused);
    }

    /// <summary>The same without one of its operations, and without those after it that do not fit any more.</summary>
    public RandomHistory Without(int place)
    {
        var deeds = Deeds.Take(place).ToList();
        var catalog = Deeds[place].Before;
        foreach (var (operation, _) in Deeds.Skip(place + 1))
        {
            try
            {
                var after = Fit(operation, catalog);
                deeds.Add((operation, catalog));
                catalog = after;
            }
            catch (CatalogException)
            {
                continue;
            }
        }

        return this with { Deeds = deeds };
    }

    /// <summary>The catalog after an operation that is done as a whole.</summary>
    public static Catalog Whole(Operation operation, Catalog before)
    {
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(before);

        var alone = operation.EvolveAlone(before);

        return before.After([.. alone.Expand, .. alone.Migrate, .. alone.Contract]);
    }

    /// <summary>Writes some rows into all tables, after a migration. What a later key is to refer from stays empty until then.</summary>
    public async Task FillAsync(RecordedMigration migration, DbConnection connection, string engine)
    {
        ArgumentNullException.ThrowIfNull(migration);

        var place = (int)migration.Id;
        var catalog = place < Deeds.Count ? Deeds[place].Before : After;
        var later = Deeds.Skip(place).Select(deed => deed.Operation).OfType<AddForeignKey>().ToList();
        foreach (var table in catalog.Tables.Where(table => table.PrimaryKey is not null))
        {
            foreach (var row in Enumerable.Range(1, RowsAtATime))
            {
                var number = (place * 10) + row;
                Column[] columns = [.. table.Columns.Where(column => column.Generated is null && (!column.IsNullable || (row > 1 && !later.Exists(key => key.Table == table.Name && key.Key.Columns.Contains(column.Name)))))];
                var values = columns.Select(column => Reference(table, column) ?? RandomOperations.Value(column.Type, number));
                await connection.ExecuteAsync($"INSERT INTO {table.Name.Quoted} ({string.Join(", ", columns.Select(column => column.Name.Quoted))}) VALUES ({string.Join(", ", values.Select(value => value.For(engine)))})");
            }
        }
    }

    public override string ToString() => string.Join('\n', Deeds.Select(deed => $"{deed.Operation}"));

    private static long? Drawn(int sample) =>
        long.TryParse(Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_HISTORIES"), CultureInfo.InvariantCulture, out var count) ? count
        : Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_ALL") is { Length: > 0 } ? 20 * sample
        : null;

    // In stages, both versions have to find room in the catalog.
    private static Catalog Fit(Operation operation, Catalog before)
    {
        var evolution = operation.Evolve(before, new(1));
        before.After(evolution.Expand).After(evolution.Migrate);

        return Whole(operation, before);
    }

    // Whatever is referred to, there is a row of it, or none is needed.
    private static Sql? Reference(Table table, Column column) => table.ForeignKeys.FirstOrDefault(key => key.Columns.Contains(column.Name)) is { } reference
        ? (Sql)$"(SELECT max({reference.To[reference.Columns.ToList().IndexOf(column.Name)]}) FROM {reference.References})"
        : null;
}
