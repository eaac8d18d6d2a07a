using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;

namespace SchemaEvolve.Conformance.Coexistence;

/// <summary>An instance of an application that fills <see cref="Library"/> with books of its own and takes them out again, until it is stopped.</summary>
/// <typeparam name="TKey">What the application takes the number of a book for.</typeparam>
internal sealed class Librarian<TKey> : IAsyncDisposable
    where TKey : struct
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task<List<Shelved>> _running;
    private long _operations;

    public Librarian(TestDatabase database, int seed) => _running = Task.Run(() => WorkAsync(database, new Random(seed)));

    /// <summary>What went wrong.</summary>
    public ConcurrentQueue<string> Troubles { get; } = [];

    /// <summary>The books that are to be there, once it has stopped: number, title and the number of the book that they continue.</summary>
    public IEnumerable<string> Books => _running.Result.Select(book => $"{book.Id} {book.Title} {book.SequelOf}");

    /// <summary>Their copies, and the number of the book instead of which each is lent.</summary>
    public IEnumerable<string> Copies => _running.Result.SelectMany(book => (string[])[$"{book.Id} 1 {book.InsteadOf}", $"{book.Id} 2 0"]);

    /// <summary>Waits until it has done some more.</summary>
    public async Task WorkAsync(int operations)
    {
        var end = Interlocked.Read(ref _operations) + operations;
        while (Interlocked.Read(ref _operations) < end && Troubles.IsEmpty)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    /// <summary>Lets it finish what it is at.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task<List<Shelved>> WorkAsync(TestDatabase database, Random random)
    {
        var books = new List<Shelved>();
        try
        {
            await using var connection = await database.OpenAsync();
            while (!_stop.IsCancellationRequested && Troubles.IsEmpty)
            {
                if (books.Count > 3 && random.Next(4) == 0)
                {
                    await RemoveAsync(connection, books, books[random.Next(books.Count)].Id);
                }
                else
                {
                    books.Add(await AddAsync(connection, random, books.Count == 0 ? 0 : books[random.Next(books.Count)].Id));
                }

                Interlocked.Increment(ref _operations);

                // Who waits for SQLite looks every now and then whether it is free, and would not see it if it were only between two transactions.
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
        catch (DbException error)
        {
            Troubles.Enqueue(error.ToString());
        }

        return books;
    }

    private static async Task<Shelved> AddAsync(DbConnection connection, Random random, long other)
    {
        var title = $"T{random.Next()}";
        await using var transaction = await connection.BeginTransactionAsync();
        var key = await connection.ExecuteScalarAsync<TKey>("INSERT INTO books (title) VALUES (@title) RETURNING id", new { title }, transaction);
        var id = Convert.ToInt64(key, System.Globalization.CultureInfo.InvariantCulture);
        TKey? before = other == 0 ? null : (TKey)Convert.ChangeType(other, typeof(TKey), System.Globalization.CultureInfo.InvariantCulture);
        await connection.ExecuteAsync("INSERT INTO copies (book, number) VALUES (@key, 1), (@key, 2)", new { key }, transaction);
        await connection.ExecuteAsync("INSERT INTO loans (id, book, copy, instead_of) VALUES (@id + 10, @key, 1, @before)", new { id, key, before }, transaction);
        await connection.ExecuteAsync("UPDATE books SET sequel_of = @before WHERE id = @key", new { key, before }, transaction);
        await transaction.CommitAsync();

        return new(id, title, other, other);
    }

    private static async Task RemoveAsync(DbConnection connection, List<Shelved> books, long id)
    {
        await connection.ExecuteAsync("DELETE FROM books WHERE id = @id", new { id = (TKey)Convert.ChangeType(id, typeof(TKey), System.Globalization.CultureInfo.InvariantCulture) });
        books.RemoveAll(book => book.Id == id);
        for (var place = 0; place < books.Count; place++)
        {
            books[place] = books[place] with
            {
                SequelOf = books[place].SequelOf == id ? 0 : books[place].SequelOf,
                InsteadOf = books[place].InsteadOf == id ? 0 : books[place].InsteadOf,
            };
        }
    }

    private sealed record Shelved(long Id, string Title, long SequelOf, long InsteadOf);
}
