using System.Buffers;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;

namespace Orcheo.Hosting.Executions;

/// <summary>The payloads of events, by type.</summary>
internal static class EventPayloads
{
    /// <summary>Outputs larger than this are cut in events; the checkpoint has the whole.</summary>
    public const int MaxOutputBytes = 32 * 1024;

    /// <summary>The message of a log line, and its fields, are cut where they are larger.</summary>
    public const int MaxLogBytes = 8 * 1024;

    public static PendingEvent NodeStart(DateTimeOffset ts, string nodeId, string type, ResultOrigin origin = ResultOrigin.Run) =>
        Build(EventTypes.NodeStart, ts, nodeId, writer =>
        {
            writer.WriteString("type", type);
            WriteOrigin(writer, origin);
        });

    public static PendingEvent NodeSkipped(DateTimeOffset ts, string nodeId) =>
        new(EventTypes.NodeSkipped, ts, nodeId, OrcheoJson.EmptyObject);

    public static PendingEvent NodeEnd(
        DateTimeOffset ts,
        string nodeId,
        NodeOutcome outcome,
        TimeSpan duration,
        int attempt,
        ResultOrigin origin = ResultOrigin.Run,
        NodeUsage? usage = null) =>
        Build(EventTypes.NodeEnd, ts, nodeId, writer =>
        {
            writer.WriteString("status", outcome.Succeeded ? "succeeded" : "failed");
            WriteCut(writer, "output", outcome.Output);
            writer.WriteNumber("duration_ms", Math.Max(0, (long)duration.TotalMilliseconds));
            writer.WriteNumber("attempt", attempt);
            WriteError(writer, outcome.Error);
            WriteOrigin(writer, origin);
            WriteUsage(writer, usage);
        });

    public static PendingEvent AttemptFailed(DateTimeOffset ts, string nodeId, RunError error, int attempt, TimeSpan? retryIn) =>
        Build(EventTypes.Error, ts, nodeId, writer =>
        {
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            writer.WriteNumber("attempt", attempt);
            if (retryIn is { } delay)
            {
                writer.WriteNumber("retry_in_ms", (long)delay.TotalMilliseconds);
            }

            WriteDetails(writer, error);
        });

    public static PendingEvent ExecutionFailed(DateTimeOffset ts, RunError error) =>
        Build(EventTypes.Error, ts, error.NodeId, writer =>
        {
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            WriteDetails(writer, error);
        });

    public static PendingEvent StateChange(DateTimeOffset ts, string nodeId, JsonElement patch) =>
        Build(EventTypes.StateChange, ts, nodeId, writer => WriteCut(writer, "patch", patch));

    /// <summary>The trigger's answer could not be rendered. The run has ended well all the same, so this is no <c>error</c> event.</summary>
    public static PendingEvent AnswerFailed(DateTimeOffset ts, RunError error) =>
        Log(ts, error.NodeId!, "error", $"The answer could not be made ({error.Code}): {error.Message}", null);

    /// <summary>A log line; a message or fields that are too large are cut.</summary>
    public static PendingEvent Log(DateTimeOffset ts, string nodeId, string level, string message, JsonElement? fields) =>
        Build(EventTypes.Log, ts, nodeId, writer =>
        {
            var kept = JsonCut.Beginning(message, MaxLogBytes);
            writer.WriteString("level", level);
            writer.WriteString("message", kept);
            var isCut = kept.Length < message.Length;
            if (fields is { } values)
            {
                isCut |= !WriteBeginning(writer, "fields", values, MaxLogBytes);
            }

            WriteTruncated(writer, isCut);
        });

    /// <summary>The last line of a log that was cut.</summary>
    public static PendingEvent LogCut(DateTimeOffset ts, string nodeId) => Build(EventTypes.Log, ts, nodeId, writer =>
    {
        writer.WriteString("level", "warning");
        writer.WriteString("message", $"The log of this node ends here: it holds {NodeLog.MaxLines} lines or {NodeLog.MaxBytes / 1024} KiB.");
        WriteTruncated(writer, true);
    });

    public static PendingEvent ExecutionEnd(DateTimeOffset ts, ExecutionStatus status, JsonElement output, RunError? error) =>
        Build(EventTypes.ExecutionEnd, ts, null, writer =>
        {
            writer.WriteString("status", JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString()));
            WriteCut(writer, "output", output);
            WriteError(writer, error);
        });

    private static PendingEvent Build(string type, DateTimeOffset ts, string? nodeId, Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = OrcheoJson.Options.Encoder, SkipValidation = true }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return new PendingEvent(type, ts, nodeId, JsonElement.Parse(buffer.WrittenSpan));
    }

    /// <summary>The node did not run: its result is that of the replayed execution, or was given.</summary>
    private static void WriteOrigin(Utf8JsonWriter writer, ResultOrigin origin)
    {
        if (origin != ResultOrigin.Run)
        {
            writer.WriteBoolean(origin == ResultOrigin.Reused ? "reused" : "pinned", true);
        }
    }

    private static void WriteUsage(Utf8JsonWriter writer, NodeUsage? usage)
    {
        if (usage is not null)
        {
            writer.WritePropertyName("usage");
            JsonSerializer.Serialize(writer, usage, OrcheoJson.Options);
        }
    }

    private static void WriteError(Utf8JsonWriter writer, RunError? error)
    {
        if (error is not null)
        {
            writer.WritePropertyName("error");
            JsonSerializer.Serialize(writer, error, OrcheoJson.Options);
        }
    }

    private static void WriteDetails(Utf8JsonWriter writer, RunError error)
    {
        if (error.Details is { } details)
        {
            writer.WritePropertyName("details");
            details.WriteTo(writer);
        }
    }

    private static void WriteCut(Utf8JsonWriter writer, string name, JsonElement value) =>
        WriteTruncated(writer, !WriteBeginning(writer, name, value, MaxOutputBytes));

    /// <summary>Writes a value, or the beginning of its text when it is larger.</summary>
    /// <returns>Whether it was written whole.</returns>
    private static bool WriteBeginning(Utf8JsonWriter writer, string name, JsonElement value, int bytes)
    {
        writer.WritePropertyName(name);
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
            return true;
        }

        if (JsonCut.Fits(value, bytes))
        {
            value.WriteTo(writer);
            return true;
        }

        writer.WriteStringValue(JsonCut.Beginning(value, bytes));
        return false;
    }

    private static void WriteTruncated(Utf8JsonWriter writer, bool isCut)
    {
        if (isCut)
        {
            writer.WriteBoolean("truncated", true);
        }
    }
}
