using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Hosting.Executions.Calls;

namespace Orcheo.UnitTests.Hosting.Calls;

/// <summary>Calls go through the executor into the store, and from there into a replay.</summary>
public sealed class NodeCallsTests : NodeExecutorTest
{
    private static readonly NodeRetry Twice = new(2, 5, 1, 30, Jitter: false);

    private int _made;

    [Fact]
    public async Task Calls_are_recorded_in_order_with_what_came_back()
    {
        var id = await CreateAsync();
        Probe.Run = async (context, cancel) =>
        {
            await CallAsync(context, new { a = 1 }, new { answer = 1 }, cancel);
            return NodeResult.Of(await CallAsync(context, new { a = 2 }, new { answer = 2 }, cancel));
        };
        await Executor().RunAsync(Input(id, "probe"), Cancel);
        await Executor().RunAsync(Input(id, "set_variable", """{"values":{"x":1}}""", id: "node_2"), Cancel);

        var calls = await CallsAsync(id);
        Assert.Equal([(1, 1, "test", "the target", """{"a":1}""", """{"answer":1}"""), (2, 1, "test", "the target", """{"a":2}""", """{"answer":2}""")],
            calls.Select(call => (call.Seq, call.Attempt, call.Kind, call.Target, call.Request.GetRawText(), call.Response.GetRawText())));
        Assert.All(calls, call => Assert.Equal(("node", false, false), (call.NodeId, call.Truncated, call.RequestTruncated)));
        Assert.Empty(await Executions.GetCallsAsync(Tenant, id, "node_2", Cancel));
    }

    [Fact]
    public async Task A_recorded_replay_answers_every_call_as_then_and_makes_none()
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(JsonSerializer.SerializeToElement(new[]
        {
            await CallAsync(context, new { q = "same", n = new { x = 1, y = 2 } }, "first", cancel),
            await CallAsync(context, new { q = "other" }, new { deep = new[] { 1.50, 2 } }, cancel),
            await CallAsync(context, new { n = new { y = 2, x = 1 }, q = "same" }, "second", cancel),
        }));
        var live = (await Executor().RunAsync(Input(source, "probe"), Cancel)).Outcome!;
        var replay = await CreateAsync();
        var recorded = (await Executor().RunAsync(Recorded(replay, source), Cancel)).Outcome!;
        var again = await CreateAsync();
        var twice = (await Executor().RunAsync(Recorded(again, replay), Cancel)).Outcome!;

        Assert.Equal(live.Output.GetRawText(), recorded.Output.GetRawText());
        Assert.Equal(live.Output.GetRawText(), twice.Output.GetRawText());
        Assert.Equal((3, 3), (_made, (await CallsAsync(replay)).Count));
    }

    [Fact]
    public async Task A_recorded_failure_comes_again_and_so_does_the_success_after_it_without_the_wait()
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(await context.Calls.CallAsync(Call(new { a = 1 }), _ => ++_made == 1
            ? throw new NodeException("ORC3003", "status 503", retryable: true, TimeSpan.FromSeconds(7), JsonElement.Parse("""{"status":503}"""))
            : Task.FromResult(JsonElement.Parse("\"fine\"")), cancel));
        await EndOfAsync(Executor().RunAsync(Input(source, "probe") with { Retry = Twice }, Cancel));
        var calls = await CallsAsync(source);
        Assert.Equal((1, "ORC3003", true, 7.0, """{"status":503}"""), (
            calls[0].Attempt, calls[0].Error!.Code, calls[0].Error!.Retryable, calls[0].Error!.RetryAfterSeconds, calls[0].Error!.Details!.Value.GetRawText()));
        Assert.Equal((2, null), (calls[1].Attempt, calls[1].Error));

        var replay = await CreateAsync();
        var outcome = (await EndOfAsync(Executor().RunAsync(Recorded(replay, source) with { Retry = Twice }, Cancel))).Outcome!;
        Assert.Equal(("\"fine\"", 2), (outcome.Output.GetRawText(), _made));
        Assert.Equal(0, (await EventsAsync(replay)).Single(item => item.Type == EventTypes.Error).Payload.GetProperty("retry_in_ms").GetInt32());
    }

    [Fact]
    public async Task A_call_that_failed_for_good_is_not_tried_more_often_than_then()
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(await context.Calls.CallAsync(Call(new { a = 1 }), _ =>
            throw new NodeException("ORC3002", "refused", retryable: true), cancel));
        await Executor().RunAsync(Input(source, "probe"), Cancel);
        var outcome = (await EndOfAsync(Executor().RunAsync(Recorded(await CreateAsync(), source) with { Retry = Twice }, Cancel))).Outcome!;

        Assert.Equal(("ORC3002", "refused"), (outcome.Error!.Code, outcome.Error.Message));
    }

    [Theory]
    [InlineData("""{"a":2}""", 1, "has no call the target by node 'node'")]
    [InlineData("""{"a":1}""", 2, "once, and it was asked for once more")]
    public async Task A_call_that_the_record_lacks_fails_and_says_so(string request, int times, string says)
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(await CallAsync(context, new { a = 1 }, "fine", cancel));
        await Executor().RunAsync(Input(source, "probe"), Cancel);

        Probe.Run = async (context, cancel) =>
        {
            for (var i = 0; i < times; i++)
            {
                await CallAsync(context, JsonElement.Parse(request), "fine", cancel);
            }

            return NodeResult.Of(JsonElement.Parse("1"));
        };
        var error = (await Executor().RunAsync(Recorded(await CreateAsync(), source), Cancel)).Outcome!.Error!;

        Assert.Equal((ErrorCodes.CallNotRecorded, 1), (error.Code, _made));
        Assert.Contains(source, error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CallLimits.MaxResponseBytes - 2, false)]
    [InlineData(CallLimits.MaxResponseBytes - 1, true)]
    public async Task A_large_answer_is_cut_and_no_replay_is_answered_with_it(int characters, bool cut)
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(await CallAsync(context, new { a = 1 }, new string('ü', characters / 2) + new string('x', characters % 2), cancel));
        var live = (await Executor().RunAsync(Input(source, "probe"), Cancel)).Outcome!;
        var call = Assert.Single(await CallsAsync(source));
        var replayed = (await Executor().RunAsync(Recorded(await CreateAsync(), source), Cancel)).Outcome!;

        Assert.Equal((cut, cut), (call.Truncated, !replayed.Succeeded));
        Assert.True(call.Response.GetRawText().Length <= (cut ? CallLimits.ExcerptBytes : CallLimits.MaxResponseBytes));
        Assert.Equal(live.Output.GetString()!.Length, characters / 2 + (characters % 2));
        if (cut)
        {
            Assert.Equal(ErrorCodes.CallNotRecorded, replayed.Error!.Code);
            Assert.Contains("too large", replayed.Error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_large_request_is_cut_and_known_again_all_the_same()
    {
        var source = await CreateAsync();
        var body = new string('x', CallLimits.MaxRequestBytes);
        Probe.Run = async (context, cancel) => NodeResult.Of(await CallAsync(context, new { body }, "fine", cancel));
        await Executor().RunAsync(Input(source, "probe"), Cancel);
        Assert.True(Assert.Single(await CallsAsync(source)).RequestTruncated);
        Assert.True((await Executor().RunAsync(Recorded(await CreateAsync(), source), Cancel)).Outcome!.Succeeded);

        body = new string('x', CallLimits.MaxRequestBytes) + "y";
        Assert.Equal(ErrorCodes.CallNotRecorded, (await Executor().RunAsync(Recorded(await CreateAsync(), source), Cancel)).Outcome!.Error!.Code);
    }

    [Fact]
    public async Task Calls_without_end_do_not_fill_the_store()
    {
        var source = await CreateAsync();
        var large = new string('x', CallLimits.MaxResponseBytes - 2);
        Probe.Run = async (context, cancel) =>
        {
            for (var i = 0; i < CallLimits.MaxCalls + 5; i++)
            {
                await CallAsync(context, new { i }, large, cancel);
            }

            return NodeResult.Of(JsonElement.Parse("1"));
        };
        await EndOfAsync(Executor().RunAsync(Input(source, "probe"), Cancel));
        var calls = await CallsAsync(source);

        Assert.Equal(CallLimits.MaxCalls, calls.Count);
        Assert.True(calls.Sum(call => (long)call.Response.GetRawText().Length) <= CallLimits.MaxBytesPerNode + CallLimits.MaxResponseBytes);
        var error = (await EndOfAsync(Executor().RunAsync(Recorded(await CreateAsync(), source), Cancel))).Outcome!.Error!;
        Assert.Equal(ErrorCodes.CallNotRecorded, error.Code);
    }

    [Fact]
    public async Task What_is_recorded_is_redacted_and_found_again()
    {
        Credentials.Add("cred_1", "generic", new { key = "a-secret-value" });
        Probe.Run = async (context, cancel) => NodeResult.Of(await CallAsync(context, new { header = "a-secret-value" }, new { echo = "a-secret-value" }, cancel));
        var source = await CreateAsync();
        await Executor().RunAsync(Input(source, "probe") with { Credentials = ["cred_1"] }, Cancel);
        var call = Assert.Single(await CallsAsync(source));
        Assert.Equal(("""{"header":"[redacted]"}""", """{"echo":"[redacted]"}"""), (call.Request.GetRawText(), call.Response.GetRawText()));

        var replayed = await Executor().RunAsync(Recorded(await CreateAsync(), source) with { Credentials = ["cred_1"] }, Cancel);
        Assert.Equal("""{"echo":"[redacted]"}""", replayed.Outcome!.Output.GetRawText());
    }

    [Fact]
    public async Task A_recorded_replay_needs_no_credential()
    {
        var source = await CreateAsync();
        Probe.Run = async (context, cancel) => NodeResult.Of(await CallAsync(context, new { a = 1 }, "fine", cancel));
        Credentials.Add("cred_1", "bearer_token", new { token = "a-secret-value" });
        var input = Input(source, "probe") with { Node = JsonElement.Parse("""{"id":"node","type":"probe","config":{},"credentials_ref":"cred_1"}""") };
        await Executor().RunAsync(input, Cancel);
        Credentials.Remove("cred_1");

        Assert.True((await Executor().RunAsync(input with { ExecutionId = await CreateAsync(), RecordedIn = source }, Cancel)).Outcome!.Succeeded);
    }

    private static RunNodeInput Recorded(string id, string source) => Input(id, "probe") with { RecordedIn = source };

    private static ExternalCall Call(object request) => new("test", "the target", JsonSerializer.SerializeToElement(request));

    private Task<IReadOnlyList<RecordedCall>> CallsAsync(string id) => Executions.GetCallsAsync(Tenant, id, "node", Cancel);

    private Task<JsonElement> CallAsync(NodeContext context, object request, object response, CancellationToken cancel) =>
        context.Calls.CallAsync(
            Call(request),
            async _ =>
            {
                await Task.Yield();
                Interlocked.Increment(ref _made);
                return JsonSerializer.SerializeToElement(response, OrcheoJson.Options);
            },
            cancel);
}
