using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SchemaEvolve.Providers;

namespace SchemaEvolve.Playbooks;

/// <summary>Writes a playbook as JSON. What is not known is <c>null</c>; times are seconds, sizes bytes.</summary>
internal static class JsonPage
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(Playbook book)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            Write(json, book);
        }

        return $"{Encoding.UTF8.GetString(stream.ToArray())}\n";
    }

    private static void Write(Utf8JsonWriter json, Playbook book)
    {
        var plan = book.Plan;
        json.WriteStartObject();
        json.WriteString("engine", plan.Engine);
        json.WriteString("engineVersion", plan.Surroundings?.Version.ToString());
        json.WriteString("appVersion", book.AppVersion);
        json.WriteString("command", book.Command);
        json.WriteBoolean("isFresh", plan.IsFresh);
        json.WriteString("stopsBecause", plan.StopsBecause);
        Write(json, "obstacles", plan.Obstacles);
        Write(json, "held", plan.Held.Select(held => $"{held.Migration.Label}: {held.Why}"));
        WriteAll(json, "findings", plan.Findings, Write);
        WriteAll(json, "suppressed", plan.Suppressed, Write);
        Write(json, "time", book.Time);
        WriteAll(json, "beforehand", book.Beforehand, Write);
        WriteAll(json, "steps", book.Plays, (writer, play) => Write(writer, play, plan.Engine));
        WriteAll(json, "afterwards", book.Afterwards, Write);
        WriteAll(json, "remainders", book.Remainders, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        Findings.Write(json, finding);
        json.WriteString("page", finding.Page);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SuppressedFinding suppressed)
    {
        json.WriteStartObject();
        Findings.Write(json, suppressed.Finding);
        json.WriteString("page", suppressed.Finding.Page);
        json.WriteString("suppressedIn", suppressed.Migration.Label);
        json.WriteString("because", suppressed.Suppression.Because);
        json.WriteString("owner", suppressed.Suppression.Owner);
        json.WriteString("until", suppressed.Suppression.Until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Play play, string engine)
    {
        var (step, migration) = (play.Step, play.Step.Migration);
        json.WriteStartObject();
        json.WriteNumber("number", play.Number);
        json.WriteNumber("migration", migration.Id);
        json.WriteString("name", migration.Name);
        json.WriteString("scope", migration.Scope);
        json.WriteString("owner", migration.Owner);
        json.WriteString("reason", migration.Reason);
        json.WriteString("phase", step.Phase.ToString());
        json.WriteString("description", step.Description);
        json.WriteString("reaches", step.Reaches.ToString());
        json.WriteStartArray("after");
        foreach (var number in play.After)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
        Write(json, "gates", play.Gates.Select(gate => gate.Description));
        Write(json, "approvals", play.Approvals.Select(gate => gate.Description));
        json.WriteBoolean("isTransactional", play.IsTransactional);
        json.WriteBoolean("isReversible", play.IsReversible);
        Write(json, "losses", play.Losses);
        json.WriteNumber("rollbackTo", play.Previous);
        Write(json, "time", play.Time);
        WriteAll(json, "costs", play.Costs, Write);
        WriteAll(json, "statements", play.Statements, (writer, statement) => Write(writer, statement, engine));
        WriteAll(json, "watch", play.Watch, Write);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Statement statement, string engine)
    {
        json.WriteStartObject();
        json.WriteString("sql", statement.Sql.For(engine));
        json.WriteBoolean("isTransactional", statement.IsTransactional);
        json.WriteString("mustFindNoRow", statement.Rule);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Cost cost)
    {
        json.WriteStartObject();
        json.WriteString("table", cost.Table.ToString());
        json.WriteString("lock", cost.Lock.ToString());
        json.WriteBoolean("rewrites", cost.Rewrites);
        json.WriteBoolean("scans", cost.Scans);
        Write(json, "rows", cost.Size?.Rows);
        Write(json, "bytes", cost.Size?.Bytes);
        Write(json, "indexBytes", cost.Size?.IndexBytes);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Signal signal)
    {
        json.WriteStartObject();
        json.WriteString("question", signal.Question);
        json.WriteString("query", signal.Query);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Remainder remainder)
    {
        json.WriteStartObject();
        json.WriteNumber("migration", remainder.Migration.Id);
        json.WriteString("name", remainder.Migration.Name);
        Write(json, "what", remainder.What);
        Write(json, "gates", remainder.Gates.Select(gate => gate.Description));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Estimate? time)
    {
        if (time is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("least", Math.Round(known.Least.TotalSeconds, 3));
        json.WriteNumber("most", Math.Round(known.Most.TotalSeconds, 3));
        json.WriteString("spoken", string.Create(CultureInfo.InvariantCulture, $"{known}"));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> texts) => WriteAll(json, name, texts, (writer, text) => writer.WriteStringValue(text));

    private static void WriteAll<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            write(json, item);
        }

        json.WriteEndArray();
    }
}
