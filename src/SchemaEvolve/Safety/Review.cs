using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Safety;

/// <summary>All that rules look at: what migrations ask for, what a plan is going to do, and how the database is doing.</summary>
public sealed record Review
{
    private Review(Plan plan, Catalog before, ValueList<Request> requests, Catalog after) =>
        (Plan, Before, Requests, After, Changes) = (plan, before, requests, after, [.. MadeBy(plan, before)]);

    /// <summary>What is going to be done.</summary>
    public Plan Plan { get; }

    /// <summary>The schema as it is.</summary>
    public Catalog Before { get; }

    /// <summary>What the migrations that have not run yet ask for, in order.</summary>
    public ValueList<Request> Requests { get; }

    /// <summary>The schema as it is when all that is asked for is done, contractions and all.</summary>
    public Catalog After { get; }

    /// <summary>How the migrator goes about its work.</summary>
    public MigratorOptions Options { get; private init; } = new();

    /// <summary>The processes of the application that have joined the database, this one included if it has.</summary>
    public ValueList<Instance> Instances { get; init; } = [];

    /// <summary>What the database is marked as, as <see cref="MigratorOptions.Environment"/> has it, or <see langword="null"/> if it is not marked.</summary>
    public string? Environment { get; init; }

    /// <summary>Which rights are missing for the plan, or <see langword="null"/> if none is or nobody has looked.</summary>
    public string? Denial { get; init; }

    /// <summary>How the database is doing, or <see langword="null"/> if nobody has looked.</summary>
    public Surroundings? Surroundings => Plan.Surroundings;

    /// <summary>Today, by the clock of the migrator.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Options.Clock.GetUtcNow().UtcDateTime);

    /// <summary>Looks at a plan and at what it is made of.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="before">The schema as it is.</param>
    /// <param name="migrations">The migrations of the application, in order.</param>
    /// <param name="history">What the journal knows.</param>
    /// <param name="options">How the migrator goes about its work.</param>
    public static Review Of(Plan plan, Catalog before, IReadOnlyList<RecordedMigration> migrations, History history, MigratorOptions options)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(migrations);
        ArgumentNullException.ThrowIfNull(history);

        var requests = new List<Request>();
        var catalog = before;
        foreach (var migration in migrations)
        {
            foreach (var operation in Pending(migration, history.Find(migration.Id)))
            {
                requests.Add(operation is Unsafe inPlace
                    ? new(migration, inPlace.Of, catalog, IsInPlace: true)
                    : new(migration, operation, catalog, IsInPlace: false));
                catalog = Carry(catalog, operation);
            }
        }

        return new(plan, before, [.. requests], catalog) { Options = options };
    }

    /// <summary>All that is asked for of one kind of operation.</summary>
    public IEnumerable<Asked<T>> Asked<T>()
        where T : Operation => Requests.Where(request => request.Operation is T).Select(request => new Asked<T>(request, (T)request.Operation));

    /// <summary>All columns that are asked for.</summary>
    public IEnumerable<NewColumn> NewColumns => Requests.SelectMany(request => request.Operation switch
    {
        CreateTable { Table: var table } => table.Columns.Select(column => new NewColumn(request, table.Name, column)),
        AddColumn { Table: var table, Column: var column } => [new(request, table, column)],
        _ => [],
    });

    /// <summary>All changes that the plan makes.</summary>
    public ValueList<Made> Changes { get; }

    /// <summary>The statements of the plan that cost those who use a table with rows in it, and what they cost.</summary>
    public IEnumerable<Cost> Impacts => Plan.Steps
        .OfType<StatementStep>()
        .SelectMany(step => step.Statements.SelectMany(statement => statement.Impacts.Select(impact => new Cost(step, impact))))
        .Where(cost => IsLive(cost.Impact.Table));

    /// <summary>Whether somebody may be using a table: it was there before, and is not known to be empty.</summary>
    public bool IsLive(QualifiedName table) =>
        !Plan.IsFresh
        && !Asked<CreateTable>().Any(asked => asked.Operation.Table.Name == table)
        && SizeOf(table) is not { Rows: 0, Bytes: null or <= OnePage };

    /// <summary>What a table holds, or <see langword="null"/> if nobody knows.</summary>
    public TableSize? SizeOf(QualifiedName table) => Surroundings?.Find(table);

    private static IEnumerable<Made> MadeBy(Plan plan, Catalog catalog)
    {
        foreach (var step in plan.Steps)
        {
            foreach (var change in step.Changes)
            {
                yield return new(step, change, catalog);
                catalog = Try(() => change.Apply(catalog), catalog);
            }
        }
    }

    // PostgreSQL gives a table of long values an index for them at once.
    private const long OnePage = 8192;

    private static IEnumerable<Operation> Pending(RecordedMigration migration, MigrationEntry? entry) => entry is null or { State: < MigrationState.Expanded }
        ? migration.Operations.Where((_, number) => entry?.Steps.Any(step => step.Number == number && step.State == StepState.Done) is not true)
        : [];

    // After raw SQL or C#, nobody knows the schema: what does not fit it then may well fit what will be there.
    private static Catalog Carry(Catalog before, Operation operation) => Try(
        () =>
        {
            var alone = operation.EvolveAlone(before);

            return before.After([.. alone.Expand, .. alone.Migrate, .. alone.Contract, .. alone.Purge]);
        },
        before);

    private static Catalog Try(Func<Catalog> change, Catalog otherwise)
    {
        try
        {
            return change();
        }
        catch (CatalogException)
        {
            return otherwise;
        }
    }
}
