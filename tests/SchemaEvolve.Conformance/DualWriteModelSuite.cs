using Dapper;

namespace SchemaEvolve.Conformance;

/// <summary>Whoever writes what in whatever order, the rows are those of a model.</summary>
public abstract class DualWriteModelSuite<TEngine> : DualWriteGround<TEngine>
    where TEngine : IEngine
{
    [Test]
    public async Task Any_sequence_of_statements_does_what_the_model_says([Values(1, 2, 3, 4, 5, 6)] int seed)
    {
        var random = new Random(seed);
        await CreateAsync([Text("a"), Text("b"), Text("c"), Text("other")], Trim, Upper);
        var model = new SortedDictionary<int, Row>();
        await using var connection = await Database.OpenAsync();

        for (var number = 0; number < 120; number++)
        {
            var statement = Next(random, model);
            await connection.ExecuteAsync(statement);

            var rows = (await connection.QueryAsync<(int, string?, string?, string?, string?)>("SELECT id, a, b, c, other FROM t ORDER BY id"))
                .Select(row => (row.Item1, new Row(row.Item2, row.Item3, row.Item4, row.Item5)));
            rows.Should().Equal(model.Select(row => (row.Key, row.Value)), "statement {0} was {1}", number, statement);
        }
    }

    private static string Next(Random random, SortedDictionary<int, Row> model)
    {
        var id = random.Next(1, 8);
        var given = new[] { "a", "b", "c", "other" }
            .Where(_ => random.Next(3) == 0)
            .ToDictionary(column => column, _ => random.Next(5) == 0 ? null : new[] { "x", " x ", "Y", "y ", "z", "" }[random.Next(6)]);
        if (given.Count == 0)
        {
            model.Remove(id);
            return $"DELETE FROM t WHERE id = {id}";
        }

        if (model.TryGetValue(id, out var row))
        {
            model[id] = row.Set(given).Updated(row);
            return $"UPDATE t SET {string.Join(", ", given.Select(pair => $"{pair.Key} = {Literal(pair.Value)}"))} WHERE id = {id}";
        }

        model[id] = new Row(null, null, null, null).Set(given).Inserted();
        return $"INSERT INTO t (id, {string.Join(", ", given.Keys)}) VALUES ({id}, {string.Join(", ", given.Values.Select(Literal))})";
    }

    private static string Literal(string? value) => value is null ? "NULL" : $"'{value}'";

    /// <summary>The semantics of <see cref="DualWriteGround{TEngine}.Trim"/> and <see cref="DualWriteGround{TEngine}.Upper"/>, said once more and in another way.</summary>
    private sealed record Row(string? A, string? B, string? C, string? Other)
    {
        private bool IsFirstInStep => B == A?.Trim(' ') || A == B;

        private bool IsSecondInStep => C == B?.ToUpperInvariant() || B == C;

        public Row Set(IReadOnlyDictionary<string, string?> given) => new(
            given.GetValueOrDefault("a", A),
            given.GetValueOrDefault("b", B),
            given.GetValueOrDefault("c", C),
            given.GetValueOrDefault("other", Other));

        public Row Inserted() => Settled(isFirstNewer: B is not null || C is not null, isSecondNewer: C is not null, isFirstOlder: true, isSecondOlder: true);

        public Row Updated(Row before) => Settled(B != before.B || C != before.C, C != before.C, A != before.A, B != before.B);

        private Row Settled(bool isFirstNewer, bool isSecondNewer, bool isFirstOlder, bool isSecondOlder)
        {
            var row = this;
            if (isSecondNewer && !row.IsSecondInStep)
            {
                row = row with { B = row.C };
            }

            if (isFirstNewer && !row.IsFirstInStep)
            {
                row = row with { A = row.B };
            }

            var isMoved = isFirstOlder && !isFirstNewer && !row.IsFirstInStep;
            row = isMoved ? row with { B = row.A?.Trim(' ') } : row;

            return (isSecondOlder || isMoved) && !isSecondNewer && !row.IsSecondInStep ? row with { C = row.B?.ToUpperInvariant() } : row;
        }
    }
}
