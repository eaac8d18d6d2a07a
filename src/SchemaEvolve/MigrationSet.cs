using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SchemaEvolve.Catalogs;
using SchemaEvolve.Planning;

namespace SchemaEvolve;

/// <summary>The migrations of an application, in the order in which they run.</summary>
public sealed class MigrationSet
{
    private readonly Lazy<IReadOnlyList<Func<RecordedMigration>>> _members;
    private readonly Lazy<IReadOnlyList<RecordedMigration>> _recorded;

    private MigrationSet(Func<IEnumerable<Func<RecordedMigration>>> find)
    {
        _members = new(() => [.. find()]);
        _recorded = new(() => MigrationOrder.Sort(_members.Value.Select(record => record())));
    }

    /// <summary>Stands for the migrations without recording them, or <see langword="null"/> if nothing does: what is handed over may differ from run to run.</summary>
    internal string? Seal { get; private init; }

    /// <summary>Whether there is no migration. To know that, none of them is recorded.</summary>
    public bool IsEmpty => _members.Value is [];

    /// <summary>The migrations, recorded.</summary>
    /// <exception cref="MigrationDefinitionException">They do not make sense in themselves.</exception>
    public IReadOnlyList<RecordedMigration> Recorded => _recorded.Value;

    /// <summary>These migrations. Nothing is looked up, so it works in trimmed and AOT-compiled programs.</summary>
    public static MigrationSet Of(params IEnumerable<Migration> migrations)
    {
        Migration[] all = [.. migrations];

        return new(() => all.Select(migration => (Func<RecordedMigration>)(() => Record(migration))));
    }

    /// <summary>All migrations in the assembly of a type: its classes that derive from <see cref="Migration"/> and have a constructor without parameters.</summary>
    [RequiresUnreferencedCode("The trimmer cannot see which migrations the assembly has. Name them: MigrationSet.Of(new FirstOne(), new SecondOne()).")]
    public static MigrationSet FromAssemblyOf<T>() => FromAssembly(typeof(T).Assembly);

    /// <inheritdoc cref="FromAssemblyOf{T}"/>
    /// <param name="assembly">The assembly.</param>
    [RequiresUnreferencedCode("The trimmer cannot see which migrations the assembly has. Name them: MigrationSet.Of(new FirstOne(), new SecondOne()).")]
    public static MigrationSet FromAssembly(Assembly assembly)
    {
        ArgumentNullException.ThrowIfNull(assembly);

        return new(() => assembly.GetTypes()
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && type.IsSubclassOf(typeof(Migration)))
            .Select(type => (Func<RecordedMigration>)(() => Record(Create(type)))))
        {
            Seal = $"{assembly.ManifestModule.ModuleVersionId:n}",
        };
    }

    /// <summary>Migrations from several places, as one history.</summary>
    public static MigrationSet Join(params IEnumerable<MigrationSet> sets)
    {
        MigrationSet[] all = [.. sets];

        return all is [var only] ? only : new(() => all.SelectMany(set => set._members.Value))
        {
            Seal = all.All(set => set.Seal is not null) ? string.Join(' ', all.Select(set => set.Seal)) : null,
        };
    }

    /// <summary>Migrations that are recorded already, as tests and tools have them.</summary>
    public static MigrationSet OfRecorded(params IEnumerable<RecordedMigration> recorded) => new(() => recorded.Select(migration => (Func<RecordedMigration>)(() => migration)));

    private static Migration Create(
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] Type type) =>
        type.GetConstructor(Type.EmptyTypes) is null
            ? throw new MigrationDefinitionException($"Migration {type.Name} has no public constructor without parameters. Give it one, or pass an instance: MigrationSet.Of(new {type.Name}(…)).")
            : (Migration)Activator.CreateInstance(type)!;

    private static RecordedMigration Record(Migration migration)
    {
        var type = migration.GetType();
        var attribute = type.GetCustomAttribute<MigrationAttribute>()
            ?? throw new MigrationDefinitionException($"Migration {type.Name} has no place in history. Write [Migration(2026_03_14_0915)] above the class, with the time of writing.");
        if (attribute.Id <= 0)
        {
            throw new MigrationDefinitionException($"Migration {type.Name} has the id {attribute.Id}. An id is greater than zero, by convention the time of writing.");
        }

        var schema = new MigrationBuilder();
        try
        {
            migration.Define(schema);
        }
        catch (CatalogException misfit)
        {
            throw new MigrationDefinitionException($"Migration {type.Name} cannot be recorded: {misfit.Message}");
        }

        return new(attribute.Id, type.Name, [.. schema.Operations])
        {
            Scope = attribute.Scope,
            Owner = attribute.Owner,
            Reason = attribute.Reason,
            DependsOn = [.. type.GetCustomAttribute<DependsOnAttribute>()?.Ids ?? []],
            Gates = [.. schema.Gates],
            Bounds = [.. schema.Bounds],
            Suppressions = [.. schema.Suppressions],
        };
    }
}
