using System.Globalization;
using System.Security.Cryptography;

namespace SchemaEvolve.Testing.Sources;

/// <summary>Whoever makes databases or schemas on a server of PostgreSQL: they are called after it, and are its own as long as it holds its lock.</summary>
/// <remarks>The server lets go of the lock when the session ends, however the process does.</remarks>
internal sealed class Owner : IAsyncDisposable
{
    private readonly long _key;
    private int _count;

    private Owner(Session session, string realm, long key) => (Session, Realm, _key) = (session, realm, key);

    /// <summary>The session that holds the lock.</summary>
    public Session Session { get; }

    /// <summary>The database and the role of the session, in a few letters. Locks are seen within a database only, and things dropped by their role.</summary>
    public string Realm { get; }

    private string OwnPrefix => Invariant($"{Prefix}{_key:x16}_");

    private string Prefix => $"se_fresh_{Realm}_";

    public static async Task<Owner> JoinAsync(Kind kind, CancellationToken cancellationToken)
    {
        var session = await Session.OpenAsync(kind.Chosen, cancellationToken);
        try
        {
            var realm = await session.AskAsync<string>("SELECT left(md5(current_database() || '|' || current_user), 8)", cancellationToken);
            var owner = new Owner(session, realm!, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long))));
            await session.ExecuteAsync(Invariant($"SELECT pg_advisory_lock({owner._key})"), cancellationToken);
            return owner;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>A name that nobody else has.</summary>
    public string NextName() => Invariant($"{OwnPrefix}{Interlocked.Increment(ref _count)}");

    /// <summary>Drops what owners have left behind that are gone.</summary>
    /// <param name="list">A query for the names of what is there.</param>
    /// <param name="drop">Drops one.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task SweepAsync(string list, Func<string, Task> drop, CancellationToken cancellationToken)
    {
        var names = await Session.ListAsync(list, cancellationToken);
        foreach (var left in names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).GroupBy(OwnerOf).Where(left => left.Key is { } key && key != _key))
        {
            var key = left.Key!.Value;
            if (!await Session.AskAsync<bool>(Invariant($"SELECT pg_try_advisory_lock({key})"), cancellationToken))
            {
                continue;
            }

            foreach (var name in left)
            {
                await drop(name);
            }

            await Session.ExecuteAsync(Invariant($"SELECT pg_advisory_unlock({key})"), cancellationToken);
        }
    }

    /// <summary>Drops what is left of its own, and goes.</summary>
    /// <param name="list">A query for the names of what is there.</param>
    /// <param name="drop">Drops one.</param>
    public async ValueTask LeaveAsync(string list, Func<string, Task> drop)
    {
        await using var session = Session;
        foreach (var name in (await session.ListAsync(list, CancellationToken.None)).Where(name => name.StartsWith(OwnPrefix, StringComparison.Ordinal)))
        {
            await drop(name);
        }
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();

    private long? OwnerOf(string name) =>
        long.TryParse(name[Prefix.Length..].Split('_')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var key) ? key : null;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
