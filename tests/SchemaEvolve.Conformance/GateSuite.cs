using SchemaEvolve.Planning;

namespace SchemaEvolve.Conformance;

/// <summary>What keeps a contraction waiting, and what goes on in the background until it may run.</summary>
public abstract class GateSuite<TEngine> : GateGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task A_contraction_waits_until_it_has_soaked_and_everybody_knows_it()
    {
        var migrator = Database.Migrator(New, Create, DropPhone);
        await using var presence = await MigrateAndJoinAsync(migrator);

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().StartWith("Soaked for 0 s of 24 h; opens on ");
        await AgeAsync("migrations", "migrated_at", TimeSpan.FromHours(25));
        var report = await migrator.WorkAsync();

        report.Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Contract);
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task A_start_that_finds_every_gate_open_contracts_too()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone);
        await using var presence = await Database.Migrator(New, Create, DropPhone).JoinAsync();

        var report = await migrator.MigrateAsync();

        report.Waiting.Should().BeEmpty();
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task An_approval_opens_its_gate_is_given_once_and_can_be_taken_back()
    {
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone with { Gates = [Gate.Approval(by: "dba")] });
        await using var presence = await MigrateAndJoinAsync(migrator);
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .Be("Waits for the approval of dba: call ApproveAsync(2026_01_03_0900, by: \"dba\").");

        await migrator.ApproveAsync(DropPhone.Id, by: "dba", "Ticket 12");
        await migrator.ApproveAsync(DropPhone.Id, by: "dba");
        await migrator.RevokeAsync(DropPhone.Id, by: "dba", "Not yet");
        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        await migrator.ApproveAsync(DropPhone.Id, by: "dba");

        (await StandingAsync(migrator)).Approvals.Should().ContainSingle().Which.By.Should().Be("dba");
        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
        var decisions = (await migrator.TimelineAsync()).Where(happened => happened.Kind is "approved" or "revoked").ToList();
        decisions.Select(happened => (happened.Kind, happened.Migration, happened.Name, happened.Description)).Should().Equal(
            ("approved", DropPhone.Id, "DropPhone", "Approved by dba: Ticket 12"),
            ("revoked", DropPhone.Id, "DropPhone", "Revoked by dba: Not yet"),
            ("approved", DropPhone.Id, "DropPhone", "Approved by dba"));
        decisions.Should().OnlyContain(happened => happened.AppVersion == "2.0" && happened.Actor!.Contains(Environment.UserName));
    }

    [Test]
    public async Task What_nobody_knows_cannot_be_approved()
    {
        var approve = () => Database.Migrator(New, Create).ApproveAsync(2026_09_09_0900, by: "dba");

        (await approve.Should().ThrowAsync<MigrationHistoryException>()).Which.Message.Should()
            .Be("Neither this application nor the journal has a migration 2026_09_09_0900. There is: 2026_01_01_0900 Create.");
    }

    [Test]
    public async Task A_feature_that_is_switched_on_opens_its_gate()
    {
        var isOn = false;
        var options = New with { Soak = TimeSpan.Zero, Feature = (name, _) => ValueTask.FromResult(isOn && name == "phone-numbers") };
        var migrator = Database.Migrator(options, Create, DropPhone with { Gates = [Gate.Feature("phone-numbers")] });
        await using var presence = await MigrateAndJoinAsync(migrator);
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().Be("Feature phone-numbers is off.");

        isOn = true;

        (await migrator.WorkAsync()).Steps.Should().ContainSingle();
    }

    [Test]
    public async Task A_feature_that_cannot_be_asked_keeps_its_gate_shut()
    {
        var options = New with { Soak = TimeSpan.Zero, Feature = (_, _) => throw new InvalidOperationException("The flags are down.") };
        var migrator = Database.Migrator(options, Create, DropPhone with { Gates = [Gate.Feature("phone-numbers")] });

        await using var presence = await MigrateAndJoinAsync(migrator);

        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should()
            .Be("Nobody can tell whether feature phone-numbers is on: The flags are down.");
    }

    [Test]
    public async Task By_hand_neither_time_nor_window_nor_older_instances_count()
    {
        await using var old = await Database.Migrator(Old, Create).JoinAsync();
        var later = TimeOnly.FromDateTime(DateTime.UtcNow).AddHours(2);
        var migrator = Database.Migrator(New with { Window = new(later, later.AddHours(1)) }, Create, DropPhone);
        var start = await migrator.MigrateAsync();
        start.Waiting.Should().ContainSingle().Which.Gates.Where(gate => !gate.IsOpen).Should().HaveCount(3);

        await migrator.ContractAsync();

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task By_hand_a_decision_of_somebody_else_is_passed_over_only_by_force()
    {
        var migrator = Database.Migrator(New, Create, DropPhone with { Gates = [Gate.Approval()] });

        var report = await migrator.ContractAsync();
        report.Waiting.Should().ContainSingle().Which.Id.Should().Be(DropPhone.Id);
        await migrator.ContractAsync(force: true);

        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Contracted);
    }

    [Test]
    public async Task Rows_that_do_not_pass_their_check_are_not_even_taken_away_by_force()
    {
        var checkedDrop = Recorded.Migration(DropPhone.Id, "CheckedDrop", schema =>
        {
            schema.Table("customers").AddColumn(Column.Text("email"));
            schema.Verify("Nobody is there.", $"SELECT id FROM customers");
            schema.Table("customers").DropColumn("phone");
        });
        await Database.ExecuteAsync("INSERT INTO customers (id, phone) VALUES (1, '12')");
        var migrator = Database.Migrator(New, Create, checkedDrop);

        var contract = () => migrator.ContractAsync(force: true);

        await contract.Should().ThrowAsync<MigrationFailedException>();
        (await Database.QueryAsync<string>("SELECT phone FROM customers")).Should().Equal("12");
        (await StandingAsync(migrator)).Gates[0].Why.Should().Contain("failed, and is tried again at the next start.");
    }

    [Test]
    public async Task What_takes_from_the_same_table_waits_for_its_turn()
    {
        var dropFax = Recorded.Migration(2026_01_04_0900, "DropFax", schema => schema.Table("customers").DropColumn("fax"));
        var migrator = Database.Migrator(New with { Soak = TimeSpan.Zero }, Create, DropPhone with { Gates = [Gate.Approval()] }, dropFax);
        await using var presence = await MigrateAndJoinAsync(migrator);

        (await migrator.WorkAsync()).Steps.Should().BeEmpty();
        (await migrator.StatusAsync()).Migrations.Single(migration => migration.Id == dropFax.Id).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle()
            .Which.Why.Should().Be("Migration 2026_01_03_0900 DropPhone comes first: it has still to take something away from the same table.");
        await migrator.ApproveAsync(DropPhone.Id, by: "ada");

        (await migrator.WorkAsync()).Migrations.Select(migration => migration.Name).Should().Equal("DropPhone", "DropFax");
    }

    [Test]
    public async Task A_gate_that_shuts_while_another_migration_fills_rows_stops_the_contraction_behind_it([Values] bool isFleet)
    {
        await Database.ExecuteAsync("INSERT INTO customers (id, name, phone) VALUES (1, 'Ada', '12')");
        var drop = DropPhone with { Gates = [Gate.Feature("phone-numbers")] };
        var fill = Recorded.Migration(2026_01_04_0900, "Fill", schema => schema.Table("customers")
            .AddColumn(Column.Text("email"))
            .Backfill("email", $"lower(name)", Undo.Nothing));
        var options = New with { Soak = TimeSpan.Zero, Contract = ContractPolicy.Manually };
        await Database.Migrator(options, Create, drop).MigrateAsync();
        await using var presence = await Database.Migrator(options, Create, drop, fill).JoinAsync();
        IAsyncDisposable? old = null;
        var isOn = true;
        var migrator = Database.Migrator(
            options with
            {
                Contract = ContractPolicy.WhenDue,
                Feature = (_, _) => ValueTask.FromResult(isOn),
                Backfills = new() { Throttle = ShutAsync },
            },
            Create, drop, fill);

        var report = await migrator.MigrateAsync();

        report.Migrations.Select(migration => migration.Name).Should().Equal("Fill");
        (await StandingAsync(migrator)).State.Should().Be(MigrationState.Migrated);
        (await Database.QueryAsync<string>("SELECT phone || email FROM customers")).Should().Equal("12ada");
        (await migrator.TimelineAsync()).Where(happened => happened.Kind == "held").Should().ContainSingle()
            .Which.Description.Should().Match(isFleet ? "Version 1.0 on *" : "Feature phone-numbers is off.");
        isOn = true;
        await (old?.DisposeAsync() ?? ValueTask.CompletedTask);
        (await migrator.WorkAsync()).Steps.Should().ContainSingle().Which.Phase.Should().Be(Phase.Contract);

        async ValueTask<TimeSpan> ShutAsync(CancellationToken cancellationToken)
        {
            if (isFleet)
            {
                old ??= await Database.Migrator(Old, Create).JoinAsync(cancellationToken);
            }

            isOn = isFleet;
            return TimeSpan.Zero;
        }
    }

    [Test]
    public async Task What_stands_in_the_way_of_one_contraction_stops_neither_a_start_nor_the_others()
    {
        var other = Recorded.Migration(2026_01_02_0900, "Other", schema => schema.CreateTable("notes", Column.Int64("id").PrimaryKey(), Column.Text("text")));
        var dropText = Recorded.Migration(2026_01_05_0900, "DropText", schema => schema.Table("notes").DropColumn("text"));
        var later = Recorded.Migration(2026_01_06_0900, "Later", schema => schema.Table("notes").AddColumn(Column.Text("body")));
        var options = New with { Soak = TimeSpan.Zero };
        await Database.Migrator(options, Create, other).MigrateAsync();
        await Database.Migrator(options, Create, other, DropPhone, dropText).MigrateAsync();
        await Database.ExecuteAsync("CREATE VIEW phones AS SELECT id, phone FROM customers");
        var migrator = Database.Migrator(options, Create, other, DropPhone, dropText, later);
        await using var presence = await migrator.JoinAsync();

        var start = await migrator.MigrateAsync();
        await migrator.WorkAsync();

        start.Migrations.Select(migration => migration.Name).Should().BeEquivalentTo("DropText", "Later");
        start.Waiting.Single().Gates.Should().BeEquivalentTo((await StandingAsync(migrator)).Gates, report => report.Excluding(gate => gate.Path.EndsWith("Why")));
        (await StandingAsync(migrator)).Gates.Where(gate => !gate.IsOpen).Should().ContainSingle().Which.Why.Should().Contain("phones");
        (await migrator.TimelineAsync()).Where(happened => happened.Kind == "held").Should().ContainSingle("nothing has changed since").Which.Description.Should().Contain("phones");
        await FluentActions.Invoking(() => migrator.ContractAsync()).Should().ThrowAsync<MigrationPlanException>();
        await Database.ExecuteAsync("DROP VIEW phones");
        (await migrator.WorkAsync()).Migrations.Select(migration => migration.Name).Should().Equal("DropPhone");
    }
}
