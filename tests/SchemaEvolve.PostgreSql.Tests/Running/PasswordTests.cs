using Npgsql;
using SchemaEvolve.Conformance;
using SchemaEvolve.Conformance.Telemetry;
using SchemaEvolve.Planning;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Running;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Newest))]
public sealed class PasswordTests(PostgreSqlServer server) : DatabaseTests(server)
{
    private static readonly RecordedMigration Break = Recorded.Migration(1, "Break", schema => schema.Sql($"SELECT nothing", Sql.Empty));

    [Test]
    public async Task A_password_is_told_to_nobody([Values] bool isReachable)
    {
        using var trace = new Trace();
        var log = new Listener();
        var connection = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Password = "open sesame", Database = isReachable ? Database.Name : "nowhere" };
        var migrator = new Migrator(PostgreSqlProvider.Create(connection.ConnectionString), MigrationSet.OfRecorded([Break]), new() { Logger = log });

        var failure = (await migrator.Invoking(one => one.MigrateAsync()).Should().ThrowAsync<MigrationException>()).Which;

        string[] told =
        [
            failure.ToString(),
            .. log.Lines,
            .. isReachable ? await Database.QueryAsync<string>("SELECT to_jsonb(events)::text FROM schema_evolve.events") : [],
            .. trace.Spans.SelectMany(span => span.TagObjects.Concat(span.Events.SelectMany(one => one.Tags)).Select(tag => $"{tag.Value}")),
        ];
        told.Should().OnlyContain(text => !text.Contains("sesame", StringComparison.Ordinal));
    }
}
