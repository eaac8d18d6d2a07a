using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;
using SchemaEvolve.Providers;

namespace SchemaEvolve.PostgreSql.Tests.Linting;

/// <summary>Whether an independent linter agrees that the SQL is safe. Set SCHEMA_EVOLVE_SQUAWK to what tests/squawk.sh prints.</summary>
[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class SquawkTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly string? Program = Environment.GetEnvironmentVariable("SCHEMA_EVOLVE_SQUAWK");

    // What the linter cannot see in the SQL, or what is a matter of taste.
    private static readonly Dictionary<string, string> Excused = new()
    {
        ["require-lock-timeout"] = "Each lock is waited for with a timeout of its own, which the connection sets.",
        ["require-statement-timeout"] = "What takes a strong lock does nothing long under it; what takes long must not be cut off.",
        ["prefer-text-field"] = "The limits are what the authors of the samples want.",
        ["prefer-bigint-over-int"] = "What the authors of the samples count stays small.",
        ["prefer-robust-stmts"] = "IF NOT EXISTS is no safety device: the catalog is looked at before, and steps are journaled.",
    };

    // What it says of the SQL as such, and is not so here.
    private static readonly Dictionary<string, string> Explained = new()
    {
        ["""require-enum-value-ordering: ALTER TYPE "mood" ADD VALUE 'curious';"""] = "The last place is what the author asked for.",
        ["""changing-column-type: ALTER TABLE "customers" ALTER COLUMN "email" TYPE text;"""] = "From varchar(80) to text, nothing is read nor written anew.",
        ["""ban-drop-not-null: ALTER TABLE "customers" ALTER COLUMN "email" DROP NOT NULL;"""] = "Its author asked for it, and SE404 tells what that means.",
        ["""adding-field-with-default: ALTER TABLE "order_lines" ADD COLUMN "amount" numeric(12,2) GENERATED ALWAYS AS (quantity * unit_price) STORED;"""] =
            "There is no other way, and SE204 warns of it where the table is large.",
    };

    private static readonly RecordedMigration Open = Recorded.Migration(1, "Open", schema =>
    {
        schema.CreateEnum("mood", "sad", "glad");
        schema.CreateTable("customers", Column.Int64("id").Identity().PrimaryKey(), Column.Text("email", max: 80).NotNull(), Column.Int64("points"));
        schema.CreateTable("orders", Column.Int64("id").Identity().PrimaryKey(), Column.Int64("customer_id").NotNull(), Column.Text("status").NotNull());
    });

    private static readonly RecordedMigration Add = Recorded.Migration(2, "Add", schema =>
    {
        schema.AddEnumValue("mood", "curious");
        schema.CreateEnum("weather", "sun", "rain");
        schema.CreateSequence("numbers");
        schema.CreateSchema("archive");
        schema.CreateTable(("archive", "orders"), Column.Int64("id").PrimaryKey(), Column.Int64("order_id").NotNull())
            .AddForeignKey("order_id", references: "orders")
            .AddIndex("order_id");
        schema.Table("customers")
            .AddColumn(Column.Text("name"))
            .AddColumn(Column.Boolean("is_member").NotNull().Default(false))
            .AddColumn(Column.Timestamp("joined_at").DefaultSql(Sql.Now))
            .ChangeType("email", ColumnType.Text())
            .SetDefault("points", 0)
            .AllowNull("email")
            .AddUnique("email")
            .AddCheck("ck_customers_points", $"points >= 0")
            .AddIndex(["name"], index => index.Where($"is_member"))
            .Comment("Who buys")
            .CommentOn("name", "As they like to be called");
        schema.Table("orders")
            .AddForeignKey("customer_id", references: "customers")
            .AddIndex("customer_id")
            .AddIndex(["status", IndexKey.Descending("id")], index => index.Unique());
        schema.Table("customers").Seed(["id", "email"], key: ["id"], [-1, "nobody@example.org"]);
    });

    [SetUp]
    public void NeedSquawk() => Assume.That(Program, Is.Not.Null.And.Not.Empty, "SCHEMA_EVOLVE_SQUAWK is not set to what tests/squawk.sh prints.");

    [Test]
    public async Task It_agrees_with_what_is_added()
    {
        await Migrator(Open).MigrateAsync();

        (await ComplaintsAsync(await Migrator(Open, Add).PlanAsync())).Should().BeEmpty();
    }

    [TestCase("QuickStart")]
    [TestCase("RollingDeploy")]
    public async Task It_agrees_with_the_samples(string sample)
    {
        var migrations = MigrationSet.FromAssembly(Assembly.Load(sample)).Recorded;
        var complaints = new List<string>();
        for (var count = 1; count <= migrations.Count; count++)
        {
            complaints.AddRange(await ComplaintsAsync(await Migrator([.. migrations.Take(count)]).PlanAsync()));
            await new Migrator(Provider, MigrationSet.OfRecorded(migrations.Take(count)), new() { Contract = ContractPolicy.Immediately }).MigrateAsync();
        }

        complaints.Should().BeEmpty();
    }

    [Test]
    public async Task It_would_complain()
    {
        var complaints = await ComplaintsAsync("ALTER TABLE orders ADD CONSTRAINT c CHECK (id > 0);");

        complaints.Should().ContainSingle().Which.Should().StartWith("constraint-missing-not-valid");
    }

    private DatabaseProvider Provider => PostgreSqlProvider.Create(Database.ConnectionString);

    private Migrator Migrator(params RecordedMigration[] migrations) => new(Provider, MigrationSet.OfRecorded(migrations), new());

    private Task<IReadOnlyList<string>> ComplaintsAsync(Plan plan) => ComplaintsAsync(string.Concat(plan.Steps.OfType<StatementStep>().Select(Script)));

    // As the statements are sent: those that may, in a transaction of their step.
    private static string Script(StatementStep step)
    {
        var script = new StringBuilder();
        var isOpen = false;
        foreach (var statement in step.Statements)
        {
            if (isOpen && (!statement.IsTransactional || statement.BeginsTransaction))
            {
                script.Append("COMMIT;\n");
                isOpen = false;
            }

            if (!isOpen && statement.IsTransactional)
            {
                script.Append("BEGIN;\n");
                isOpen = true;
            }

            script.Append(statement.Sql.For(Engines.PostgreSql)).Append(";\n");
        }

        return script.Append(isOpen ? "COMMIT;\n" : "").ToString();
    }

    private async Task<IReadOnlyList<string>> ComplaintsAsync(string script)
    {
        using var squawk = Process.Start(new ProcessStartInfo(Program!, ["--reporter", "json", "--pg-version", $"{Database.Major}.0", "--exclude", string.Join(',', Excused.Keys)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await squawk.StandardInput.WriteAsync(script);
        squawk.StandardInput.Close();
        using var report = await JsonDocument.ParseAsync(squawk.StandardOutput.BaseStream);
        await squawk.WaitForExitAsync();
        var lines = script.Split('\n');

        return
        [
            .. report.RootElement.EnumerateArray()
                .Select(found => $"{found.GetProperty("rule_name").GetString()}: {lines[found.GetProperty("line").GetInt32()].Trim()}")
                .Where(complaint => !Explained.ContainsKey(complaint)),
        ];
    }
}
