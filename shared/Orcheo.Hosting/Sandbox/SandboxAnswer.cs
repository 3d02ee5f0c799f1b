using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Nodes.Sandbox;

namespace Orcheo.Hosting.Sandbox;

/// <summary>Reads the stream of a run: JSON objects on lines of their own, the outcome at last (functions/sandbox-python/README.md).</summary>
internal static class SandboxAnswer
{
    /// <summary>The longest line; the outcome is one.</summary>
    private const int MaxLineBytes = 64 * 1024 * 1024;

    /// <summary>Reads to the outcome.</summary>
    /// <exception cref="NodeException">ORC3029: the sandbox lost the run.</exception>
    /// <exception cref="IOException">The stream broke, or is none of a sandbox.</exception>
    public static async Task<SandboxOutcome> ReadAsync(Stream stream, Action<SandboxLogLine> log, CancellationToken cancellationToken)
    {
        var lines = new LineReader(stream, MaxLineBytes);
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (Understood(line.Span, log) is not { } outcome)
            {
                continue;
            }

            // Read to its end, so that the connection can be used again.
            while (await lines.NextAsync(cancellationToken) is not null)
            {
            }

            return outcome;
        }

        throw new IOException("The answer ends without an outcome.");
    }

    private static SandboxOutcome? Understood(ReadOnlySpan<byte> line, Action<SandboxLogLine> log)
    {
        try
        {
            var item = JsonElement.Parse(line);
            switch (item.GetProperty("event").GetString())
            {
                case "log":
                    log(new SandboxLogLine(item.GetProperty("level").GetString()!, item.GetProperty("message").GetString()!));
                    return null;
                case "result":
                    return OutcomeOf(item);
                case "unavailable":
                    throw SandboxFailure.Unavailable(
                        $"The sandbox lost the run: {item.GetProperty("message").GetString()}. The code may have run in part.", retryable: true);
                default:
                    return null;
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new IOException("The answer is not one of a sandbox.", exception);
        }
    }

    private static SandboxOutcome OutcomeOf(JsonElement item) => new()
    {
        Result = item.TryGetProperty("result", out var result) ? result : OrcheoJson.Null,
        Error = item.TryGetProperty("error", out var error) ? ErrorOf(error) : null,
        LogsTruncated = item.TryGetProperty("logs_truncated", out var truncated) && truncated.GetBoolean(),
        Usage = item.TryGetProperty("usage", out var usage) ? UsageOf(usage) : null,
    };

    private static SandboxError ErrorOf(JsonElement error) => new(
        error.GetProperty("kind").GetString()!,
        error.GetProperty("type").GetString()!,
        error.GetProperty("message").GetString()!,
        error.GetProperty("traceback").GetString()!,
        error.TryGetProperty("line", out var line) ? line.GetInt32() : null);

    private static NodeUsage UsageOf(JsonElement usage) => new()
    {
        WallMs = usage.GetProperty("wall_ms").GetDouble(),
        CpuMs = usage.GetProperty("cpu_ms").GetDouble(),
        PeakMemoryBytes = usage.GetProperty("peak_memory_bytes").GetInt64(),
    };
}
