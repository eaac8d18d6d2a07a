using SchemaEvolve.Catalogs;
using SchemaEvolve.Conformance;
using SchemaEvolve.Gating;
using SchemaEvolve.Planning;

namespace SchemaEvolve.Tests.Gating;

public class GateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 15, 0, TimeSpan.Zero);

    private static readonly RecordedMigration Create = Recorded.Migration(2026_01_01_0900, "Create", schema =>
        schema.CreateTable("customers", Column.Int64("id").PrimaryKey(), Column.Text("phone"), Column.Text("fax")));

    private static readonly RecordedMigration DropFax = Recorded.Migration(2026_01_15_0900, "DropFax", schema => schema.Table("customers").DropColumn("fax"));

    private static readonly RecordedMigration DropPhone = Recorded.Migration(2026_02_01_0900, "DropPhone", schema => schema.Table("customers").DropColumn("phone"));

    private static readonly Instance Web = Live("2.0", Create.Id, DropFax.Id, DropPhone.Id);

    [Test]
    public void Three_hours_of_twenty_four_are_not_enough()
    {
        var standing = Look<Soaked>(Entry(migrated: Now.AddHours(-3)));

        standing.Should().Be((false, "Soaked for 3 h of 24 h; opens on 2 March 2026 at 09:15 UTC.", Now.AddHours(21)));
    }

    [Test]
    public void A_whole_day_is_enough() =>
        Look<Soaked>(Entry(migrated: Now.AddHours(-24))).Should().Be((true, "Soaked for 24 h of 24 h.", null));

    [Test]
    public void A_migration_has_its_own_soak_time_in_place_of_the_default()
    {
        var standing = Look<Soaked>(Entry(migrated: Now.AddDays(-2)), gates: Gate.Soaked(TimeSpan.FromDays(7)));

        standing.Should().Be((false, "Soaked for 2 days of 7 days; opens on 6 March 2026 at 12:15 UTC.", Now.AddDays(5)));
    }

    [Test]
    public void Soaking_begins_with_verified_rows() =>
        Look<Soaked>(Entry(MigrationState.Expanded)).Should().Be((false, "The 24 h begin when its rows are verified.", null));

    [Test]
    public void Verified_rows_open_the_first_gate() =>
        Look<Verified>(Entry(migrated: Now)).Should().Be((true, "Its rows were verified on 1 March 2026 at 12:15 UTC.", null));

    [Test]
    public void Rows_that_are_still_worked_on_keep_it_shut() =>
        Look<Verified>(Entry(MigrationState.Expanded)).Should().Be((false, "Its rows are still being brought up to date.", null));

    [Test]
    public void A_check_that_failed_keeps_it_shut() =>
        Look<Verified>(Entry(MigrationState.Expanded, steps: new StepEntry(Phase.Migrate, 0, "", "Check that a phone is a number", StepState.Failed)))
            .Should().Be((false, "Its rows are not verified: “Check that a phone is a number” failed, and is tried again at the next start. TimelineAsync says why, and QuarantineAsync which rows could not be converted.", null));

    [Test]
    public void What_has_not_been_expanded_is_not_verified() =>
        Look<Verified>(null).Should().Be((false, "It has not been expanded yet: call MigrateAsync.", null));

    [Test]
    public void A_fleet_that_knows_the_migration_lets_it_pass() =>
        Look<Fleet>(Entry(), instances: [Web, Web with { Process = 13 }]).Should().Be((true, "All 2 running instances know it.", null));

    [Test]
    public void A_single_instance_is_a_fleet() =>
        Look<Fleet>(Entry(), instances: [Web]).Should().Be((true, "The only running instance knows it.", null));

    [Test]
    public void A_running_older_instance_is_named() =>
        Look<Fleet>(Entry(), instances: [Web, Live("1.4", Create.Id)])
            .Should().Be((false, "Version 1.4 on web-2 (pid 12) was seen 5 s ago and knows migrations up to 2026_01_01_0900 only.", null));

    [Test]
    public void Several_running_older_instances_are_counted() =>
        Look<Fleet>(Entry(), instances: [Web, Live("1.4", Create.Id), Live("1.4", Create.Id), Live("1.3")])
            .Should().Be((false, "Version 1.4 on web-2 (pid 12) was seen 5 s ago and knows migrations up to 2026_01_01_0900 only, and so with 2 more.", null));

    [Test]
    public void An_instance_may_know_newer_ones_and_not_one_that_was_merged_late() =>
        Look<Fleet>(Entry(), instances: [Web, Live("1.4", Create.Id, 2026_02_14_0900)])
            .Should().Be((false, "Version 1.4 on web-2 (pid 12) was seen 5 s ago and does not know it, though it knows 2026_02_14_0900.", null));

    [Test]
    public void Without_heartbeats_nobody_can_tell() =>
        Look<Fleet>(Entry()).Should().Be((
            false,
            "No instance sends heartbeats, so nobody can tell who still runs. Call ContractAsync when no older version does, or let every instance call JoinAsync, as hosted ones do.",
            null));

    [Test]
    public void An_older_instance_is_gone_when_another_was_heard_all_the_time_that_it_was_silent() =>
        Look<Fleet>(Entry(), instances: [Web with { Steadiness = TimeSpan.FromSeconds(35) }, Silent()]).Should().Be((true, "The only running instance knows it.", null));

    [Test]
    public void An_older_instance_is_not_gone_when_all_were_silent_as_after_a_jump_of_the_clock() =>
        Look<Fleet>(Entry(), instances: [Web with { Steadiness = TimeSpan.FromSeconds(34) }, Silent()]).Should().Be((
            false,
            "Version 1.4 on web-2 (pid 12), which does not know it, was seen 1 min ago. It counts as gone when another instance has been heard without a break for 35 s meanwhile.",
            null));

    [Test]
    public void A_silent_instance_that_knows_the_migration_is_no_obstacle() =>
        Look<Fleet>(Entry(), instances: [Web, Silent() with { Known = Web.Known }]).IsOpen.Should().BeTrue();

    [Test]
    public void What_an_earlier_migration_takes_from_the_same_table_goes_first() =>
        Look<InTurn>(Entry(), earlier: Left(DropFax)).Should().Be((
            false, "Migration 2026_01_15_0900 DropFax comes first: it has still to take something away from the same table.", null));

    [Test]
    public void An_earlier_migration_that_is_contracted_holds_nobody_back() =>
        Look<InTurn>(Entry(), earlier: Left(DropFax) with { Steps = [] }).IsOpen.Should().BeTrue();

    [Test]
    public void A_feature_is_on_off_or_unknown()
    {
        var gate = Gate.Feature("phone-numbers");

        Look<FeatureOn>(Entry(), gates: gate, feature: new("phone-numbers", IsOn: true, null)).Should().Be((true, "Feature phone-numbers is on.", null));
        Look<FeatureOn>(Entry(), gates: gate, feature: new("phone-numbers", IsOn: false, null)).Should().Be((false, "Feature phone-numbers is off.", null));
        Look<FeatureOn>(Entry(), gates: gate, feature: new("phone-numbers", IsOn: false, "No connection.")).Should()
            .Be((false, "Nobody can tell whether feature phone-numbers is on: No connection.", null));
        Look<FeatureOn>(Entry(), gates: gate).Should().Be((false, "Nobody can tell whether feature phone-numbers is on: set MigratorOptions.Feature.", null));
    }

    [Test]
    public void An_approval_is_whose_it_has_to_be()
    {
        var gate = Gate.Approval(by: "dba");
        var other = new Approval(DropPhone.Id, "ada", null, Now);

        Look<Approved>(Entry(), gates: gate).Should().Be((false, "Waits for the approval of dba: call ApproveAsync(2026_02_01_0900, by: \"dba\").", null));
        Look<Approved>(Entry(), gates: gate, approval: other).IsOpen.Should().BeFalse();
        Look<Approved>(Entry(), gates: gate, approval: other with { Migration = DropFax.Id, By = "dba" }).IsOpen.Should().BeFalse();
        Look<Approved>(Entry(), gates: gate, approval: other with { By = "dba", Note = "Ticket 12" }).Should()
            .Be((true, "dba approved on 1 March 2026 at 12:15 UTC: Ticket 12", null));
    }

    [Test]
    public void An_approval_may_be_anybodys()
    {
        Look<Approved>(Entry(), gates: Gate.Approval()).Should().Be((false, "Waits for an approval: call ApproveAsync(2026_02_01_0900, by: …).", null));
        Look<Approved>(Entry(), gates: Gate.Approval(), approval: new Approval(DropPhone.Id, "ada", null, Now)).Should()
            .Be((true, "ada approved on 1 March 2026 at 12:15 UTC.", null));
    }

    [Test]
    public void A_window_of_the_migration_and_one_of_the_database_both_count()
    {
        var options = new MigratorOptions { Window = new(new(12, 0), new(13, 0)) };
        var migration = DropPhone with { Gates = [Gate.Window(new(new(2, 0), new(4, 0)))] };

        new Gatekeeper([migration], options).Look(migration, Situation(Entry())).Where(standing => standing.Gate is InWindow)
            .Select(standing => (standing.IsOpen, standing.Why, standing.OpensAt)).Should().Equal(
                (false, "The window 02:00–04:00 UTC is shut; opens on 2 March 2026 at 02:00 UTC.", Now.Date.AddDays(1).AddHours(2)),
                (true, "The window 12:00–13:00 UTC is open until 1 March 2026 at 13:00 UTC.", null));
    }

    [TestCase(Insistence.Precaution, false, Description = "By itself, it heeds every gate.")]
    [TestCase(Insistence.Decision, false, Description = "By hand, a feature that is off still counts.")]
    [TestCase(Insistence.Necessity, true, Description = "By force, nothing counts but what would lose data.")]
    public void Those_who_contract_by_hand_pass_over_precautions_and_by_force_over_decisions(object heeded, bool isDue)
    {
        var migration = DropPhone with { Gates = [Gate.Feature("phone-numbers"), Gate.Window(new(new(2, 0), new(4, 0)))] };

        var due = new Gatekeeper([migration], new()).Due(Situation(Entry()), (Insistence)heeded);

        due.Contains(DropPhone.Id).Should().Be(isDue);
    }

    [Test]
    public void By_hand_neither_the_time_nor_the_fleet_counts() =>
        new Gatekeeper([DropPhone], new()).Due(Situation(Entry()), Insistence.Decision).Should().Equal(DropPhone.Id);

    [Test]
    public void Rows_that_are_not_verified_are_not_even_forced() =>
        new Gatekeeper([DropPhone], new()).Due(Situation(Entry(MigrationState.Expanded)), Insistence.Necessity).Should().BeEmpty();

    [Test]
    public void What_is_kept_is_outlived_when_its_retention_is_over()
    {
        var kept = Entry(MigrationState.Contracted, steps: new StepEntry(Phase.Purge, 0, "", "Drop column phone", StepState.Pending)) with { ChangedAt = Now.AddDays(-7) };
        var gatekeeper = new Gatekeeper([DropPhone], new());

        gatekeeper.Outlived(Situation(kept), TimeSpan.FromDays(7)).Should().Equal(DropPhone.Id);
        gatekeeper.Outlived(Situation(kept), TimeSpan.FromDays(7.1)).Should().BeEmpty();
        gatekeeper.Outlived(Situation(kept with { State = MigrationState.Migrated }), TimeSpan.Zero).Should().BeEmpty();
    }

    [Test]
    public void Gates_are_no_part_of_the_fingerprint() => (DropPhone with { Gates = [Gate.Approval()] }).Fingerprint.Should().Be(DropPhone.Fingerprint);

    private static (bool IsOpen, string Why, DateTimeOffset? OpensAt) Look<TGate>(
        MigrationEntry? entry,
        Gate? gates = null,
        ValueList<Instance>? instances = null,
        FeatureAnswer? feature = null,
        Approval? approval = null,
        MigrationEntry? earlier = null)
        where TGate : Gate
    {
        var migration = DropPhone with { Gates = gates is null ? [] : [gates] };
        MigrationEntry[] entries = [.. new[] { earlier, entry }.OfType<MigrationEntry>()];
        var situation = new Situation(
            new([.. entries]),
            new(Now, instances ?? [], approval is null ? [] : [approval]),
            feature is null ? [] : [feature]);

        var standing = new Gatekeeper([Create, DropFax, migration], new()).Look(migration, situation).Single(one => one.Gate is TGate);

        return (standing.IsOpen, standing.Why, standing.OpensAt);
    }

    private static Situation Situation(MigrationEntry entry) => new(new([entry]), new(Now, [], []), []);

    private static MigrationEntry Entry(MigrationState state = MigrationState.Migrated, DateTimeOffset? migrated = null, params StepEntry[] steps) =>
        new(DropPhone.Id, DropPhone.Name, 2, state, DropPhone.Fingerprint, DropPhone.Definition, Now.AddDays(-30), steps is [] ? Left(DropPhone).Steps : [.. steps])
        {
            MigratedAt = state >= MigrationState.Migrated ? migrated ?? Now : null,
        };

    private static MigrationEntry Left(RecordedMigration migration) =>
        new(migration.Id, migration.Name, 1, MigrationState.Migrated, migration.Fingerprint, migration.Definition, Now, [new(Phase.Contract, 0, "", "Drop", StepState.Pending)]);

    private static Instance Live(string version, params long[] known) =>
        new(Guid.Empty, version, "web-2", 12, [.. known], TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(35));

    private static Instance Silent() => Live("1.4", Create.Id) with { Silence = TimeSpan.FromSeconds(60) };
}
