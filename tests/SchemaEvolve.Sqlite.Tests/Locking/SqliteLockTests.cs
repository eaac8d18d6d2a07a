using System.Diagnostics;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using SchemaEvolve.Providers;
using SchemaEvolve.Sqlite.Locking;

namespace SchemaEvolve.Sqlite.Tests.Locking;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SqliteLockTests : IDisposable
{
    private static readonly Actor Anna = new("anna", "app-1", 4711, "1.0");
    private static readonly Actor Ben = new("ben", "app-2", 4712, "1.0");

    private readonly SqliteLock _lock = new(new FakeTimeProvider(new(2026, 3, 14, 9, 15, 0, TimeSpan.Zero)));
    private readonly DatabaseFile _file = new();

    public void Dispose() => _file.Dispose();

    [Test]
    public async Task Two_holders_in_one_process_exclude_each_other_and_the_holder_is_named()
    {
        await using var one = _file.Open();
        await using var other = _file.Open();

        var first = await _lock.TryAcquireAsync(one, Anna, default);
        var second = await _lock.TryAcquireAsync(other, Ben, default);
        await first.Held!.DisposeAsync();
        var third = await _lock.TryAcquireAsync(other, Ben, default);
        var fourth = await _lock.TryAcquireAsync(one, Anna, default);
        await third.Held!.DisposeAsync();

        second.Should().Be(new LockAttempt(null, "anna@app-1, pid 4711, version 1.0, since 2026-03-14 09:15:00Z"));
        fourth.Should().Be(new LockAttempt(null, "ben@app-2, pid 4712, version 1.0, since 2026-03-14 09:15:00Z"));
        first.Held.Lost.CanBeCanceled.Should().BeFalse();
    }

    [Test]
    public async Task A_process_that_is_killed_lets_go_at_once()
    {
        await using var connection = _file.Open();
        using var holder = StartHolder();
        (await holder.StandardOutput.ReadLineAsync()).Should().Be("held");

        var during = await _lock.TryAcquireAsync(connection, Anna, default);
        holder.Kill();
        await holder.WaitForExitAsync();
        var after = await _lock.TryAcquireAsync(connection, Anna, default);
        await using var held = after.Held;

        during.Held.Should().BeNull();
        during.Holder.Should().StartWith($"holder@{Environment.MachineName}, pid {holder.Id}, version 1.0, since ");
        held.Should().NotBeNull();
    }

    [Test]
    public async Task Another_process_finds_the_lock_taken_and_reads_who_has_it()
    {
        await using var connection = _file.Open();
        await using var held = (await _lock.TryAcquireAsync(connection, Anna, default)).Held;
        using var other = StartHolder();

        var answer = await other.StandardOutput.ReadLineAsync();

        answer.Should().Be("taken by anna@app-1, pid 4711, version 1.0, since 2026-03-14 09:15:00Z");
        other.StandardInput.Close();
        await other.WaitForExitAsync();
    }

    [Test]
    public async Task Each_spelling_of_a_path_leads_to_the_same_lock()
    {
        _file.With("CREATE TABLE customers (id)");
        var link = Path.Combine(_file.Directory, "link.db");
        File.CreateSymbolicLink(link, _file.Path);
        var directoryLink = Path.Combine(_file.Directory, "here");
        Directory.CreateSymbolicLink(directoryLink, _file.Directory);
        await using var connection = _file.Open();
        await using var held = (await _lock.TryAcquireAsync(connection, Anna, default)).Held;

        foreach (var spelling in new[]
        {
            link,
            Path.Combine(directoryLink, "shop.db"),
            Path.Combine(_file.Directory, ".", "..", Path.GetFileName(_file.Directory), "shop.db"),
            Path.GetRelativePath(Environment.CurrentDirectory, _file.Path),
            new Uri(_file.Path).ToString(),
        })
        {
            await using var other = new SqliteConnection($"Data Source={spelling}");
            await other.OpenAsync();

            (await _lock.TryAcquireAsync(other, Ben, default)).Held.Should().BeNull(spelling);
        }
    }

    [Test]
    public async Task Databases_have_locks_of_their_own()
    {
        using var file = new DatabaseFile();
        await using var one = _file.Open();
        await using var other = file.Open();

        await using var first = (await _lock.TryAcquireAsync(one, Anna, default)).Held;
        await using var second = (await _lock.TryAcquireAsync(other, Ben, default)).Held;

        first.Should().NotBeNull();
        second.Should().NotBeNull();
    }

    [Test]
    public async Task A_script_in_the_shell_keeps_others_out()
    {
        await using var connection = _file.Open();
        await using var shell = new SqliteConnection($"Data Source={_file.Path}{ShellLock.Suffix};Pooling=False");
        await shell.OpenAsync();
        await shell.ExecuteAsync("PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version = 0");

        var during = await _lock.TryAcquireAsync(connection, Anna, default);
        await shell.CloseAsync();
        var after = await _lock.TryAcquireAsync(connection, Anna, default);

        during.Should().Be(new LockAttempt(Held: null, "a script in sqlite3"));
        await using var held = after.Held!;
        held.Should().NotBeNull();
    }

    [Test]
    public async Task A_released_lock_leaves_only_empty_files()
    {
        await using var connection = _file.With("CREATE TABLE customers (id)").Open();

        var attempt = await _lock.TryAcquireAsync(connection, Anna, default);
        await attempt.Held!.DisposeAsync();

        _file.Files.Should().Equal("shop.db", "shop.db.schema-evolve.lock", "shop.db.schema-evolve.shell");
        _file.Files.Skip(1).Select(name => new FileInfo(Path.Combine(Path.GetDirectoryName(_file.Path)!, name)).Length).Should().OnlyContain(length => length == 0);
    }

    [Test]
    public async Task A_lock_file_that_cannot_be_written_is_named()
    {
        await using var connection = _file.Open();
        Directory.CreateDirectory($"{_file.Path}.schema-evolve.lock");

        var acquire = () => _lock.TryAcquireAsync(connection, Anna, default);

        await acquire.Should().ThrowAsync<MigrationConnectionException>().WithMessage($"The file {_file.Path}.schema-evolve.lock, by which*cannot be written*");
    }

    [Test]
    public async Task A_file_that_tells_who_has_the_lock_and_cannot_be_read_is_named()
    {
        await using var connection = _file.Open();
        await File.WriteAllTextAsync($"{_file.Path}.schema-evolve.lock", "");
        Directory.CreateDirectory($"{_file.Path}.schema-evolve.holder");

        var find = () => _lock.FindHolderAsync(connection, default);

        await find.Should().ThrowAsync<MigrationConnectionException>().WithMessage($"The file {_file.Path}.schema-evolve.holder, by which*cannot be read or written*");
    }

    [Test]
    public async Task A_file_of_waiters_that_cannot_be_opened_is_named()
    {
        await using var connection = _file.Open();
        Directory.CreateDirectory($"{_file.Path}.schema-evolve.waiters");

        var announce = () => _lock.AnnounceAsync(connection, default);

        await announce.Should().ThrowAsync<MigrationConnectionException>().WithMessage($"The file {_file.Path}.schema-evolve.waiters, by which*cannot be read or written*");
    }

    [Test]
    public async Task A_look_who_has_the_lock_makes_no_file()
    {
        await using var connection = _file.With("CREATE TABLE customers (id)").Open();
        await File.WriteAllTextAsync($"{_file.Path}.schema-evolve.holder", "somebody who died");

        var holder = await _lock.FindHolderAsync(connection, default);

        holder.Should().BeNull();
        _file.Files.Should().Equal("shop.db", "shop.db.schema-evolve.holder");
    }

    [Test]
    public async Task A_shared_in_memory_database_has_one_lock_in_the_process()
    {
        const string ConnectionString = "Data Source=lock-test;Mode=Memory;Cache=Shared";
        await using var one = new SqliteConnection(ConnectionString);
        await one.OpenAsync();
        await using var other = new SqliteConnection(ConnectionString);
        await other.OpenAsync();

        var first = await _lock.TryAcquireAsync(one, Anna, default);
        var second = await _lock.TryAcquireAsync(other, Ben, default);
        await first.Held!.DisposeAsync();
        var third = await _lock.TryAcquireAsync(other, Ben, default);
        await using var held = third.Held;

        second.Held.Should().BeNull();
        second.Holder.Should().StartWith("anna@app-1");
        held.Should().NotBeNull();
    }

    [Test]
    public async Task Private_in_memory_databases_have_nothing_to_share()
    {
        await using var one = new SqliteConnection("Data Source=:memory:");
        await one.OpenAsync();
        await using var other = new SqliteConnection("Data Source=:memory:");
        await other.OpenAsync();

        await using var first = (await _lock.TryAcquireAsync(one, Anna, default)).Held;
        await using var second = (await _lock.TryAcquireAsync(other, Ben, default)).Held;
        var again = await _lock.TryAcquireAsync(one, Ben, default);

        first.Should().NotBeNull();
        second.Should().NotBeNull();
        again.Held.Should().BeNull();
    }

    private Process StartHolder() => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "SchemaEvolve.LockHolder.dll"), _file.ConnectionString },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!;
}
