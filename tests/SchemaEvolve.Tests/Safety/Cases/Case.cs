using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Operations;
using SchemaEvolve.Planning;
using SchemaEvolve.Providers;
using SchemaEvolve.Safety;

namespace SchemaEvolve.Tests.Safety.Cases;

/// <summary>What a rule warns of, and what it is content with. Its page shows the same.</summary>
internal abstract class Case
{
    private static readonly TimeProvider Clock = new Noon();

    public string Rule => GetType().Name;

    /// <summary>The database that the migrations meet.</summary>
    public virtual void Given(MigrationBuilder schema)
    {
        schema.CreateTable(
            "customers",
            Column.Int64("id").Identity().PrimaryKey(),
            Column.Text("email").NotNull(),
            Column.Text("phone"),
            Column.Text("country", max: 2),
            Column.Int32("points").NotNull().Default(0));
        schema.CreateTable(
            "orders",
            Column.Int64("id").Identity().PrimaryKey(),
            Column.Int64("customer_id").NotNull(),
            Column.Text("status").NotNull(),
            Column.Text("note"),
            Column.Decimal("total", 10, 2),
            Column.Timestamp("placed_at").NotNull());
    }

    public virtual Catalog Live(Catalog given) => given;

    public abstract void Bad(MigrationBuilder schema);

    public abstract void Good(MigrationBuilder schema);

    public virtual string Engine => Engines.PostgreSql;

    public virtual ContractPolicy Contract => ContractPolicy.WhenDue;

    public virtual ValueList<Impact> Costs(Change change) => [];

    public virtual ValueList<Instance> Instances => [];

    public virtual string? Environment => null;

    public virtual string? BadDenial => null;

    public virtual long BadId => 2026_11_23_0900;

    public virtual string? BadReason => "Somebody asked for it";

    protected static Surroundings Normal { get; } = new(new(17, 2))
    {
        Tables = [new("customers", 1000, 1 << 20, 1 << 20), new("orders", 1000, 1 << 20, 1 << 20)],
        Bytes = 4 << 20,
        FreeBytes = 1L << 40,
        TransactionAge = 1_000_000,
    };

    protected virtual Surroundings BadSurroundings => Normal;

    protected virtual Surroundings GoodSurroundings => Normal;

    protected virtual MigratorOptions BadOptions => new();

    protected virtual MigratorOptions GoodOptions => new();

    /// <summary>What all rules find in what is bad.</summary>
    public ValueList<Finding> FindBad() => SafetyRules.Check(Review(BadId, BadReason, Bad, BadSurroundings, BadOptions, Instances, BadDenial));

    /// <summary>What all rules find in what is good.</summary>
    public ValueList<Finding> FindGood() => SafetyRules.Check(Review(2026_11_23_0900, "Somebody asked for it", Good, GoodSurroundings, GoodOptions, Instances, denial: null));

    protected static Surroundings Sized(string table, long rows, long? bytes) => Normal with { Tables = [new(table, rows, bytes, bytes)] };

    private Review Review(
        long id,
        string? reason,
        Action<MigrationBuilder> define,
        Surroundings surroundings,
        MigratorOptions options,
        ValueList<Instance> instances,
        string? denial)
    {
        var schema = new MigrationBuilder();
        define(schema);
        var migration = new RecordedMigration(id, "Change", [.. schema.Operations])
        {
            Reason = reason,
            Gates = [.. schema.Gates],
            Suppressions = [.. schema.Suppressions],
        };
        var given = Recorded.Migration(1, "Given", Given);
        var before = Live(given.Operations.Aggregate(Catalog.Empty, (catalog, operation) => catalog.After(All(operation.EvolveAlone(catalog)))));
        var policy = new PlanPolicy(OutOfOrder.AllowIfIndependent) { IsAlone = Contract == ContractPolicy.Immediately };
        var plan = Planner.Plan([migration], History.Empty, before, Engine, new Priced(Costs), policy) with { Surroundings = surroundings };

        return SchemaEvolve.Safety.Review.Of(plan, before, [migration], History.Empty, options with { Clock = Clock }) with
        {
            Instances = instances,
            Environment = Environment,
            Denial = denial,
        };
    }

    private static IEnumerable<Change> All(Evolution evolution) => [.. evolution.Expand, .. evolution.Migrate, .. evolution.Contract];

    private sealed class Noon : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    }

    // Says each change in its own words, and at the price that the case knows.
    private sealed class Priced(Func<Change, ValueList<Impact>> costs) : IDialect
    {
        public Compilation Compile(ValueList<Change> changes, Catalog before, bool isUnused = false) => changes[0] is Backfill fill
            ? new(1, [], before.After([fill])) { Batches = new(fill.Table, []) { Update = $"", Stale = $"", Estimate = $"" } }
            : new(1, [Statement.Run(Sql.Raw(changes[0].Description)) with { Impacts = costs(changes[0]) }], before.After([changes[0]]));
    }
}
