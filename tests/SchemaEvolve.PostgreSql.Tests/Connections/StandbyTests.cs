using SchemaEvolve.PostgreSql.Connecting;
using SchemaEvolve.PostgreSql.Tests.Servers;

namespace SchemaEvolve.PostgreSql.Tests.Connections;

[TestFixtureSource(typeof(PostgreSqlServers), nameof(PostgreSqlServers.Standbys))]
public sealed class StandbyTests(PostgreSqlServer standby)
{
    [Test]
    public async Task A_standby_is_refused()
    {
        var connections = PostgreSqlConnections.To(await standby.AddressAsync(), new());

        var open = () => connections.OpenAsync(default);

        (await open.Should().ThrowAsync<MigrationConnectionException>()).Which.Message.Should().EndWith(
            "is on a standby, which only reads. Let migrations connect to the primary: name it in MigrationConnectionString, or list all hosts and set Target Session Attributes=primary.");
    }
}
