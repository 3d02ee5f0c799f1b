using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenTelemetry;
using OpenTelemetry.Logs;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>What a log line holds.</summary>
public sealed class LogTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, 7, TimeSpan.Zero));

    [Fact]
    public void A_line_is_one_JSON_object_with_what_it_is_about()
    {
        using var span = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        using var execution = LogScope.Begin("exe_1");
        using var node = LogScope.Begin("exe_1", "call");
        var line = Write(LogLevel.Warning, [new("NodeCount", 3), new("Ratio", 0.5), new("IsLast", true), new("Nothing", null), new("Other", "ü\n"), new("{OriginalFormat}", "x")], new InvalidOperationException("why"));
        var json = JsonElement.Parse(line);

        Assert.Equal(1, line.Count(character => character == '\n'));
        Assert.Equal(
            ["ts", "level", "category", "event_id", "message", "execution_id", "node_id", "trace_id", "span_id", "fields", "exception"],
            json.EnumerateObject().Select(member => member.Name));
        Assert.Equal("2026-01-31T09:15:00.007Z", json.GetProperty("ts").GetString());
        Assert.Equal(("warning", "said"), (json.GetProperty("level").GetString(), json.GetProperty("message").GetString()));
        Assert.Equal(("exe_1", "call"), (json.GetProperty("execution_id").GetString(), json.GetProperty("node_id").GetString()));
        Assert.Equal(span.TraceId.ToHexString(), json.GetProperty("trace_id").GetString());
        Assert.Equal("""{"node_count":3,"ratio":0.5,"is_last":true,"nothing":null,"other":"ü\n"}""", json.GetProperty("fields").GetRawText());
        Assert.Contains("why", json.GetProperty("exception").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LogLevel.Trace, "trace")]
    [InlineData(LogLevel.Debug, "debug")]
    [InlineData(LogLevel.Information, "info")]
    [InlineData(LogLevel.Error, "error")]
    [InlineData(LogLevel.Critical, "critical")]
    public void A_line_about_nothing_in_particular_is_short(LogLevel level, string name)
    {
        var json = JsonElement.Parse(Write(level, [new("{OriginalFormat}", "x")], null));
        Assert.Equal(name, json.GetProperty("level").GetString());
        Assert.False(json.TryGetProperty("fields", out _) || json.TryGetProperty("execution_id", out _));
    }

    [Fact]
    public void A_scope_ends_with_its_flow()
    {
        using (LogScope.Begin("exe_1"))
        {
            using (LogScope.Begin("exe_1", "a"))
            {
                Assert.Equal("a", LogScope.Current!.NodeId);
            }

            Assert.Equal(("exe_1", null), (LogScope.Current!.ExecutionId, LogScope.Current.NodeId));
        }

        Assert.Null(LogScope.Current);
    }

    [Fact]
    public void Exported_records_have_the_ids_as_attributes()
    {
        var seen = new List<KeyValuePair<string, object?>>();
        using var factory = LoggerFactory.Create(logging => logging.AddOpenTelemetry(options =>
        {
            options.AddProcessor(new LogScopeProcessor());
            options.AddProcessor(new Reader(record => seen.AddRange(record.Attributes ?? [])));
        }));
        var logger = factory.CreateLogger("test");
        Log(logger, "outside");
        Assert.DoesNotContain(seen, attribute => attribute.Key == "execution_id");
        using var scope = LogScope.Begin("exe_1", "call");
        Log(logger, "inside");
        Assert.Contains(new("execution_id", "exe_1"), seen);
        Assert.Contains(new("node_id", "call"), seen);
        Assert.Contains(new("What", "inside"), seen);
    }

    private static void Log(ILogger logger, string what) =>
        logger.Log(LogLevel.Warning, 1, new List<KeyValuePair<string, object?>> { new("What", what) }, null, (_, _) => "said");

    private string Write(LogLevel level, List<KeyValuePair<string, object?>> state, Exception? exception)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        new JsonLogFormatter(_time).Write(
            new LogEntry<List<KeyValuePair<string, object?>>>(level, "Orcheo.Test", new EventId(5), state, exception, (_, _) => "said"), null, writer);
        return writer.ToString();
    }

    private sealed class Reader(Action<LogRecord> read) : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data) => read(data);
    }
}
