using SchemaEvolve.Catalogs;
using SchemaEvolve.Changes;
using SchemaEvolve.Conformance;
using SchemaEvolve.Planning;
using static SchemaEvolve.Tests.Planning.Paper;

namespace SchemaEvolve.Tests.Planning;

public class PlannerTests
{
    private static readonly RecordedMigration Tidy = Recorded.Migration(1, "Tidy", schema => schema.Table("customers")
        .AddColumn(Column.Text("email"))
        .Update("email", $"name || '@example.org'", where: $"email IS NULL", Undo.Nothing)
        .DropColumn("notes"));

    private static readonly RecordedMigration UniqueEmail = Recorded.Migration(3, "UniqueEmail", schema =>
        schema.Table("customers").AddUnique("email"));

    [Test]
    public void Everything_is_expanded_before_rows_are_touched_and_nothing_is_taken_away()
    {
        var plan = Plan([Tidy, IndexOrders], History.Empty, Staged);

        Steps(plan).Should().Equal(
            "1 Tidy, Expand: Add column email to customers",
            "2 Index, Expand: Create index ix_orders_placed_at on orders",
            "1 Tidy, Migrate: Update email in customers");
        plan.LeftToContract.Should().Equal("1 Tidy: Drop column notes from customers");
    }

    [Test]
    public void A_rule_on_rows_that_are_still_to_be_filled_waits_for_them()
    {
        var plan = Plan([Tidy, IndexOrders, UniqueEmail], History.Empty, Staged);

        Steps(plan).Should().Equal(
            "1 Tidy, Expand: Add column email to customers",
            "2 Index, Expand: Create index ix_orders_placed_at on orders",
            "1 Tidy, Migrate: Update email in customers",
            "3 UniqueEmail, Expand: Add unique constraint uq_customers_email to customers (email)");
    }

    [Test]
    public void Within_a_migration_a_rule_on_rows_waits_for_what_its_author_wrote_before_it()
    {
        var tidy = Recorded.Migration(1, "Tidy", schema => schema.Table("customers")
            .Update("phone", $"trim(phone)", where: $"TRUE", Undo.Nothing)
            .AddColumn(Column.Text("email"))
            .AddUnique("phone", "country")
            .Delete($"name = ''", Undo.Impossible("They are gone"))
            .DropColumn("notes"));

        var plan = Plan([tidy], History.Empty, Staged);

        Steps(plan).Should().Equal(
            "1 Tidy, Expand: Add column email to customers",
            "1 Tidy, Migrate: Update phone in customers",
            "1 Tidy, Expand: Add unique constraint uq_customers_phone_country to customers (phone, country)",
            "1 Tidy, Migrate: Delete rows from customers");
        plan.Steps.Select(step => step.Reaches).Should().Equal(
            MigrationState.Expanding, MigrationState.Expanding, MigrationState.Expanded, MigrationState.Migrated);
    }

    [Test]
    public void Where_nobody_else_is_there_each_migration_is_done_as_it_was_written()
    {
        var plan = Plan([Tidy, IndexOrders], History.Empty, AtOnce);

        Steps(plan).Should().Equal(
            "1 Tidy, Contract: Add column email to customers; Update email in customers; Drop column notes from customers",
            "2 Index, Expand: Create index ix_orders_placed_at on orders");
        plan.Steps[0].Reaches.Should().Be(MigrationState.Contracted);
        plan.Steps[0].Completes.Select(entry => (entry.Phase, entry.Number)).Should().Equal(
            (Phase.Expand, 0), (Phase.Migrate, 1), (Phase.Contract, 2));
    }

    [Test]
    public void Where_nobody_else_is_there_a_new_name_can_be_used_at_once()
    {
        var rename = Recorded.Migration(1, "Rename", schema =>
        {
            schema.Table("customers").RenameColumn("notes", "remarks").ChangeType("remarks", ColumnType.Int32).AddIndex("remarks");
            schema.RenameTable("orders", "purchases");
            schema.Table("purchases").DropColumn("placed_at").AddColumn(Column.Date("placed_at"));
        });

        var plan = Plan([rename], History.Empty, AtOnce);

        plan.Steps.Should().ContainSingle().Which.Reaches.Should().Be(MigrationState.Contracted);
        plan.After["purchases"].Columns["placed_at"].Type.Should().Be(ColumnType.Date);
    }

    [Test]
    public void Each_step_says_what_state_is_reached_and_what_is_left()
    {
        var plan = Plan([Tidy], History.Empty, Staged);

        plan.Steps.Select(step => step.Reaches).Should().Equal(MigrationState.Expanded, MigrationState.Migrated);
        plan.Steps.Select(step => step.Leaves.Count).Should().Equal(2, 1);
        plan.Steps.Select(step => step.Completes.Single().Number).Should().Equal(0, 1);
    }

    [Test]
    public void What_the_journal_knows_as_done_is_not_planned_again()
    {
        var first = Plan([Tidy, IndexOrders], History.Empty, Staged).Steps[0];
        var history = HistoryAfter(first);

        var plan = Plan([Tidy, IndexOrders], history, Staged, Shop.Catalog.After(first.Changes));

        Steps(plan).Should().Equal(
            "2 Index, Expand: Create index ix_orders_placed_at on orders",
            "1 Tidy, Migrate: Update email in customers");
    }

    [Test]
    public void A_contraction_that_is_planned_later_is_the_one_that_was_foreseen()
    {
        var steps = Plan([Tidy], History.Empty, Staged).Steps;
        var history = HistoryAfter([.. steps]);

        var plan = Plan([Tidy], history, AtOnce, Shop.Catalog.After(steps.SelectMany(step => step.Changes)));

        Steps(plan).Should().Equal("1 Tidy, Contract: Drop column notes from customers");
    }

    [Test]
    public void What_stands_in_the_way_of_one_contraction_holds_no_other_unless_it_was_asked_for_by_hand()
    {
        RecordedMigration[] drops =
        [
            Recorded.Migration(1, "DropNotes", schema => schema.Table("customers").DropColumn("notes")),
            Recorded.Migration(2, "DropPhones", schema => schema.Table("customers").DropConstraint("uq_customers_phone")),
            Recorded.Migration(3, "DropPlacedAt", schema => schema.Table("orders").DropColumn("placed_at")),
        ];
        var history = HistoryAfter([.. Plan(drops, History.Empty, Staged).Steps]);
        var indexed = Shop.Catalog.After([new CreateIndex("customers", new("ix_notes", ["notes"]))]);
        var due = Staged with { Due = [1, 2, 3] };
        const string Why = "Migration 1 DropNotes cannot be planned at “Drop column notes from customers”: In table customers: Column notes is used by index ix_notes. Drop that first.";

        var plan = Plan(drops, history, due, indexed);

        Steps(plan).Should().Equal("3 DropPlacedAt, Contract: Drop column placed_at from orders");
        plan.Held.Should().Equal(new Obstacle(drops[0], Why));
        plan.LeftToContract.Should().HaveCount(2, "the second waits for its turn");
        FluentActions.Invoking(() => Plan(drops, history, due with { IsByHand = true }, indexed)).Should().Throw<MigrationPlanException>().WithMessage(Why);
    }

    [Test]
    public void What_would_stop_a_contraction_is_refused_before_the_expansion_unless_it_is_gone_by_then([Values] bool isMerge, [Values(0, 1, 2, 3)] int dropped)
    {
        RecordedMigration[] all =
        [
            Recorded.Migration(1, "Before", schema => Drop(1, schema.Table("customers"))),
            Recorded.Migration(2, "Alter", schema =>
            {
                Drop(2, schema.Table("customers"));
                _ = isMerge
                    ? schema.Table("customers").MergeColumns(Column.Text("full"), $"name || ' ' || notes", [new("name", $"'a'"), new("notes", $"'b'")])
                    : schema.Table("customers").SplitColumn("name", [Column.Text("first"), Column.Text("last")], [new("first", $"'a'"), new("last", $"'b'")], $"first || ' ' || last");
            }),
            Recorded.Migration(3, "Later", schema => schema.Unsafe("nobody needs them", inPlace => Drop(3, inPlace.Table("customers")))),
        ];

        var plan = () => Plan(all, History.Empty, Staged);

        if (dropped > 0)
        {
            plan().StopsBecause.Should().BeNull();
        }
        else
        {
            plan.Should().Throw<MigrationPlanException>().WithMessage(
                "Migration 2 Alter cannot be planned at “*”: Its contraction would fail. In table customers: Column name is used by check ck_customers_name, index ix_customers_name. Drop that first. What is in its way goes above it, in this migration or in one before; what builds on it belongs in one that runs when it has contracted.");
        }

        void Drop(int place, TableBuilder table)
        {
            if (place == dropped)
            {
                table.DropConstraint("ck_customers_name").DropIndex("ix_customers_name");
            }
        }
    }

    public static IEnumerable<TestCaseData> Combinations => new (string Name, Action<TableBuilder> First, Action<TableBuilder> Second, string Message)[]
    {
        ("change twice", Retype, Retype, "Column phone is on its way to its new type already. Contract that first"),
        ("change and replace", Retype, Replace, "Column phone is on its way to its new type already. Contract that first"),
        ("change and rename", Retype, table => table.RenameColumn("phone", "tel"), "Column phone is on its way to its new type already. Contract that first"),
        ("change and drop another", Retype, table => table.DropColumn("fax"), "Column fax does not exist. There is: id, name, phone, points, notes, country."),
        ("replace twice", Replace, Replace, "Column phone is on its way to phone_number already. Contract that first"),
        ("drop and change", table => table.DropColumn("notes"), table => table.ChangeType("notes", ColumnType.Int32), "Column notes is used by what keeps notes in step with its new type."),
        ("replace and require", Replace, table => table.RequireColumn("phone", $"''"), "Column phone is on its way to phone_number, and what is set of it would stay behind. Write that name instead."),
    }.Select(way => new TestCaseData(way.First, way.Second, way.Message).SetArgDisplayNames(way.Name));

    [TestCaseSource(nameof(Combinations))]
    public void What_cannot_be_combined_is_told_by_the_names_that_the_author_wrote(Action<TableBuilder> first, Action<TableBuilder> second, string message)
    {
        var migration = Recorded.Migration(1, "Both", schema =>
        {
            first(schema.Table("customers"));
            second(schema.Table("customers"));
        });

        FluentActions.Invoking(() => Plan([migration], History.Empty, Staged)).Should().Throw<MigrationPlanException>().Which.Message.Should().Contain(message).And.NotContain("se_");
    }

    private static void Retype(TableBuilder table) => table.ChangeType("phone", ColumnType.Int64, old => $"CAST({old} AS bigint)", now => $"CAST({now} AS text)");

    private static void Replace(TableBuilder table) => table.ReplaceColumn("phone", Column.Text("phone_number"), up: old => $"trim({old})");

    [Test]
    public void A_step_that_was_cut_off_after_its_change_was_made_needs_only_its_entry()
    {
        var step = Plan([IndexOrders], History.Empty, Staged).Steps.Single();
        var history = HistoryAfter(step, StepState.Running);

        var plan = Plan([IndexOrders], history, Staged, Shop.Catalog.After(step.Changes));

        plan.Steps.Should().ContainSingle();
        plan.Steps[0].Changes.Should().BeEmpty();
        plan.Steps[0].Completes.Should().ContainSingle();
    }

    [Test]
    public void A_type_that_is_there_already_needs_no_step_but_its_migration_is_known()
    {
        var same = Recorded.Migration(1, "Same", schema => schema.Table("customers").ChangeType("phone", ColumnType.Text()).AllowNull("phone"));

        var plan = Plan([same], History.Empty, Staged);

        plan.Steps.Should().ContainSingle().Which.Changes.Should().BeEmpty();
        plan.Steps[0].Reaches.Should().Be(MigrationState.Migrated);
    }

    [Test]
    public void A_migration_that_only_takes_away_needs_no_step_before()
    {
        var drop = Recorded.Migration(1, "Drop", schema => schema.Table("customers").DropColumn("notes"));

        Steps(Plan([drop, IndexOrders], History.Empty, AtOnce)).Should().Equal(
            "1 Drop, Contract: Drop column notes from customers",
            "2 Index, Expand: Create index ix_orders_placed_at on orders");
        Steps(Plan([drop, IndexOrders], History.Empty, Staged)).Should().Equal(
            "1 Drop, Expand: Nothing to change",
            "2 Index, Expand: Create index ix_orders_placed_at on orders");
    }

    [Test]
    public void An_unsafe_change_is_made_in_place_and_at_once()
    {
        var unsafely = Recorded.Migration(1, "Unsafely", schema =>
            schema.Unsafe("nobody is there", inPlace => inPlace.Table("customers").RenameColumn("notes", "remarks")));

        Steps(Plan([unsafely], History.Empty, Staged)).Should().Equal("1 Unsafely, Expand: Rename column notes of customers to remarks");
    }

    [Test]
    public void A_table_that_the_plan_itself_makes_is_changed_in_place()
    {
        var create = Recorded.Migration(1, "Create", schema => schema.CreateTable("extras", Column.Int64("id").PrimaryKey(), Column.Text("name"), Column.Text("fax")));
        var alter = Recorded.Migration(2, "Alter", schema =>
        {
            schema.Table("extras").RenameColumn("name", "title").DropColumn("fax");
            schema.RenameTable("extras", "options");
            schema.Table("options").ReplaceColumn("title", Column.Int32("size"), up: old => $"length({old})", down: now => $"{now}");
            schema.Table("customers").RenameColumn("notes", "remarks");
        });

        var plan = Plan([create, alter], History.Empty, Staged);

        plan.After["options"].Columns.Select(column => $"{column.Name}").Should().Equal("id", "size");
        plan.After.Aliases.Should().BeEmpty();
        plan.LeftToContract.Should().Equal("2 Alter: Rename column notes of customers to remarks");
        plan.Steps.SelectMany(step => step.Changes).OfType<AddDualWrite>().Should().OnlyContain(sync => sync.Table == "customers");
        plan.Steps[^1].Reaches.Should().Be(MigrationState.Migrated);
    }

    [Test]
    public void What_takes_several_steps_is_begun_with_the_first_and_done_with_the_last()
    {
        var unsafely = Recorded.Migration(1, "Unsafely", schema => schema.Unsafe("nobody is there", inPlace => inPlace.Table("customers")
            .ReplaceColumn("notes", Column.Text("remarks"), up: old => $"trim({old})", down: now => now)));

        var plan = Plan([unsafely], History.Empty, Staged, dialect: new Echo { FillsAlone = true });

        plan.Steps.Select(step => (step.Completes.Count, string.Join(", ", step.Leaves.Select(left => $"{left.Phase} {left.State}")))).Should().Equal(
            (0, "Expand Running"), (0, "Expand Running"), (1, ""));
    }

    [Test]
    public void A_thousand_migrations_are_planned_in_order()
    {
        RecordedMigration[] many =
        [
            .. Enumerable.Range(1, 1000).Select(number => Recorded.Migration(number, $"M{number}", schema => schema
                .CreateTable($"t{number}", Column.Int64("id").PrimaryKey(), Column.Text("name"))
                .AddIndex("name"))),
        ];

        var plan = Plan(many, History.Empty, Staged, Catalog.Empty);

        plan.Steps.Should().HaveCount(1000);
        plan.After.Tables.Should().HaveCount(1000);
        plan.IsFresh.Should().BeTrue();
    }
}
