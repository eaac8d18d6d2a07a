namespace SchemaEvolve.Tests;

public class MigrationSetTests
{
    [Test]
    public void Migrations_come_in_the_order_of_their_ids() =>
        MigrationSet.Of(new Second(), new First()).Recorded.Select(migration => migration.Label)
            .Should().Equal("2026_01_01_0900 First", "2026_01_02_0900 Second");

    [Test]
    public void A_migration_comes_behind_those_it_depends_on() =>
        MigrationSet.Of(new EarlyButDependent(), new First()).Recorded.Select(migration => migration.Name)
            .Should().Equal("First", "EarlyButDependent");

    [Test]
    public void The_attribute_says_whose_a_migration_is_and_why() =>
        MigrationSet.Of(new Second()).Recorded.Should().ContainSingle().Which
            .Should().BeEquivalentTo(new { Scope = "crm", Owner = "crm-team", Reason = "Because" });

    [Test]
    public void A_circle_is_refused() => Refused(
        MigrationSet.Of(new Hen(), new Egg()),
        "Migrations depend on each other in a circle: 10 Hen → 11 Egg → 10 Hen. Take one [DependsOn] away.");

    [Test]
    public void Whether_a_set_is_empty_is_known_without_recording_it()
    {
        MigrationSet.Of(new Impossible()).IsEmpty.Should().BeFalse();
        MigrationSet.Join(MigrationSet.Of(), MigrationSet.FromAssemblyOf<object>()).IsEmpty.Should().BeTrue();
        MigrationSet.Join(MigrationSet.Of(), MigrationSet.FromAssemblyOf<First>()).IsEmpty.Should().BeFalse();
    }

    [Test]
    public void An_unknown_dependency_is_refused() => Refused(
        MigrationSet.Of(new EarlyButDependent()),
        "Migration 1 EarlyButDependent depends on 2026_01_01_0900, which is not among the migrations. Add it, or correct [DependsOn].");

    [Test]
    public void A_class_without_an_id_is_refused() => Refused(
        MigrationSet.Of(new Homeless()),
        "Migration Homeless has no place in history. Write [Migration(2026_03_14_0915)] above the class, with the time of writing.");

    [Test]
    public void An_id_that_is_not_positive_is_refused() => Refused(
        MigrationSet.Of(new Negative()),
        "Migration Negative has the id -1. An id is greater than zero, by convention the time of writing.");

    [Test]
    public void A_migration_that_cannot_be_recorded_is_named() => Refused(
        MigrationSet.Of(new Impossible()),
        "Migration Impossible cannot be recorded: decimal(2, 5) is no type. The precision is at least 1, the scale between 0 and the precision.");

    private static void Refused(MigrationSet set, string message) =>
        set.Invoking(one => one.Recorded).Should().Throw<MigrationDefinitionException>().WithMessage(message);

    [Migration(2026_01_01_0900)]
    private sealed class First : Empty;

    [Migration(2026_01_02_0900, Scope = "crm", Owner = "crm-team", Reason = "Because")]
    private sealed class Second : Empty;

    [Migration(1)]
    [DependsOn(2026_01_01_0900)]
    private sealed class EarlyButDependent : Empty;

    [Migration(10)]
    [DependsOn(11)]
    private sealed class Hen : Empty;

    [Migration(11)]
    [DependsOn(10)]
    private sealed class Egg : Empty;

    private sealed class Homeless : Empty;

    [Migration(-1)]
    private sealed class Negative : Empty;

    [Migration(3)]
    private sealed class Impossible : Migration
    {
        protected internal override void Define(MigrationBuilder schema) => schema.Table("t").AddColumn(Column.Decimal("c", 2, 5));
    }

    private abstract class Empty : Migration
    {
        protected internal override void Define(MigrationBuilder schema)
        {
        }
    }
}
