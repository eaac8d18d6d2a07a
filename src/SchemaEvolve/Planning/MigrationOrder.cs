namespace SchemaEvolve.Planning;

/// <summary>Puts migrations in order: by id, and each behind those that it depends on.</summary>
internal static class MigrationOrder
{
    public static IReadOnlyList<RecordedMigration> Sort(IEnumerable<RecordedMigration> migrations)
    {
        var byId = new SortedDictionary<long, RecordedMigration>();
        foreach (var migration in migrations)
        {
            if (!byId.TryAdd(migration.Id, migration))
            {
                throw new MigrationDefinitionException(
                    $"Migrations {byId[migration.Id].Name} and {migration.Name} have the same id {RecordedMigration.Spell(migration.Id)}. Give one of them another.");
            }
        }

        var sorted = new List<RecordedMigration>(byId.Count);
        var placed = new HashSet<long>();
        foreach (var migration in byId.Values)
        {
            Place(migration, []);
        }

        return sorted;

        void Place(RecordedMigration migration, List<RecordedMigration> path)
        {
            if (placed.Contains(migration.Id))
            {
                return;
            }

            if (path.Contains(migration))
            {
                throw new MigrationDefinitionException(
                    $"Migrations depend on each other in a circle: {string.Join(" → ", path.Append(migration).Select(one => one.Label))}. Take one [DependsOn] away.");
            }

            foreach (var id in migration.DependsOn)
            {
                Place(byId.TryGetValue(id, out var first) ? first : throw new MigrationDefinitionException(
                    $"Migration {migration.Label} depends on {RecordedMigration.Spell(id)}, which is not among the migrations. Add it, or correct [DependsOn]."), [.. path, migration]);
            }

            placed.Add(migration.Id);
            sorted.Add(migration);
        }
    }
}
