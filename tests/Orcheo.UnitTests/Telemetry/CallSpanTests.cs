using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;
using Orcheo.Core.Telemetry;
using Orcheo.Hosting.Executions.Calls;
using Orcheo.Hosting.Telemetry;

namespace Orcheo.UnitTests.Telemetry;

/// <summary>How calls are described.</summary>
public sealed class CallSpanTests : IDisposable
{
    private readonly ActivityTraceId _trace = ActivityTraceId.CreateRandom();
    private readonly List<Activity> _spans = [];
    private readonly ActivityListener _listener;
    private readonly NodeCalls _calls = new("node", NoRedaction.Instance, null, new FakeTimeProvider());

    public CallSpanTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OrcheoTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == _trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == _trace)
                {
                    _spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("https://user:password@api.example.com:8443/a/b?key=value&flag&=x&empty=#part", "https://api.example.com:8443/a/b?key=REDACTED&REDACTED&REDACTED&empty=REDACTED")]
    [InlineData("http://api.example.com/a%20b", "http://api.example.com/a%20b")]
    [InlineData("http://api.example.com/?", "http://api.example.com/")]
    public void A_URL_is_shown_without_what_may_be_secret(string url, string shown) => Assert.Equal(shown, UrlRedaction.Of(new Uri(url)));

    [Fact]
    public async Task A_model_call_says_which_model_and_how_many_tokens_but_not_what_was_said()
    {
        await CallAsync("model", "gpt at there", """{"model":"gpt-5-mini","messages":["hush"]}""", """{"text":"hush","usage":{"tokens_in":12,"tokens_out":3}}""");
        var span = Assert.Single(_spans, span => span.Kind == ActivityKind.Client);
        Assert.Equal("chat gpt-5-mini", span.DisplayName);
        Assert.Equal(
            [("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "openai"), ("gen_ai.request.model", "gpt-5-mini"), ("gen_ai.usage.input_tokens", 12L), ("gen_ai.usage.output_tokens", 3L)],
            span.TagObjects.Select(tag => (tag.Key, tag.Value)));
    }

    [Fact]
    public async Task A_tool_and_a_call_of_a_kind_without_convention_have_their_names()
    {
        await CallAsync("tool", "search", """{"name":"search","arguments":"hush"}""", "{}");
        await CallAsync("python", "python_code", """{"code":"hush"}""", "1");
        var spans = _spans.Where(span => span.Kind == ActivityKind.Client).ToList();
        Assert.Equal(["execute_tool", "python"], spans.Select(span => span.DisplayName));
        Assert.Equal("search", spans[0].GetTagItem("gen_ai.tool.name"));
        Assert.Empty(spans[1].TagObjects);
    }

    [Fact]
    public async Task A_failure_says_its_code_and_never_its_message()
    {
        var details = JsonElement.Parse("""{"status":503}""");
        await Assert.ThrowsAsync<NodeException>(() => CallAsync("http", "x", """{"method":"PUT","url":"http://a/"}""", null, new NodeException(ErrorCodes.HttpStatus, "hush", details: details)));
        await Assert.ThrowsAsync<OperationCanceledException>(() => CallAsync("http", "x", "{}", null, new OperationCanceledException("hush")));
        await Assert.ThrowsAsync<InvalidOperationException>(() => CallAsync("http", "x", "[]", null, new InvalidOperationException("hush")));
        var spans = _spans.Where(span => span.Kind == ActivityKind.Client).ToList();
        Assert.Equal([ErrorCodes.HttpStatus, ErrorCodes.NodeTimeout, ErrorCodes.NodeFailed], spans.Select(span => span.GetTagItem("error.type")));
        Assert.All(spans, span => Assert.Equal((ActivityStatusCode.Error, null), (span.Status, span.StatusDescription)));
        Assert.Equal(503, spans[0].GetTagItem("http.response.status_code"));
        Assert.Equal(["PUT", "HTTP", "HTTP"], spans.Select(span => span.DisplayName));
    }

    [Fact]
    public async Task Outside_of_a_span_of_ours_a_call_has_none()
    {
        using var other = new Activity("other").SetParentId(_trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded).Start();
        await _calls.CallAsync(new ExternalCall("http", "x", JsonElement.Parse("{}")), _ => Task.FromResult(JsonElement.Parse("1")), CancellationToken.None);
        Assert.Empty(_spans);
    }

    private async Task CallAsync(string kind, string target, string request, string? response, Exception? failure = null)
    {
        using var attempt = OrcheoTelemetry.Source.StartActivity(
            SpanNames.Attempt, ActivityKind.Internal, new ActivityContext(_trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded));
        await _calls.CallAsync(
            new ExternalCall(kind, target, JsonElement.Parse(request)),
            _ => failure is null ? Task.FromResult(JsonElement.Parse(response!)) : Task.FromException<JsonElement>(failure),
            CancellationToken.None);
    }
}
