using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting;

/// <summary>What nodes log: soon there, bounded, and never in the way of the node.</summary>
public sealed class NodeLogTests : NodeExecutorTest
{
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_running_node_shows_its_log_within_a_quarter_of_a_second()
    {
        var id = await CreateAsync();
        var write = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Run = async (context, _) =>
        {
            context.Log.Write("info", "first");
            Probe.Begun.TrySetResult();
            await write.Task;
            context.Log.Write("info", "second");
            await _release.Task;
            return NodeResult.Of(OrcheoJson.Null);
        };
        var running = Executor().RunAsync(Input(id, "probe"), Cancel);
        await AnnouncedAsync(id);
        Assert.Equal(["first"], await MessagesAsync(id));
        write.SetResult();
        var before = Time.GetUtcNow();
        while ((await MessagesAsync(id)).Length < 2)
        {
            Time.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
            Assert.True(Time.GetUtcNow() - before < TimeSpan.FromMinutes(1));
        }

        Assert.DoesNotContain(EventTypes.NodeEnd, await TypesAsync(id));
        _release.SetResult();
        await EndOfAsync(running);
        Assert.Equal([EventTypes.ExecutionStart, EventTypes.NodeStart, EventTypes.Log, EventTypes.Log, EventTypes.NodeEnd], await TypesAsync(id));
    }

    [Fact]
    public async Task A_node_that_somebody_watches_is_announced_sooner()
    {
        var id = await CreateAsync();
        using var watcher = Live.Subscribe(Tenant, id);
        Probe.Run = async (_, _) =>
        {
            Probe.Begun.TrySetResult();
            await _release.Task;
            return NodeResult.Of(OrcheoJson.Null);
        };
        var running = Executor().RunAsync(Input(id, "probe"), Cancel);
        await Probe.Begun.Task.WaitAsync(Cancel);
        Time.Advance(TimeSpan.FromMilliseconds(25));
        await Eventually.TrueAsync(() => watcher.TryRead(out var next) && next.Type == EventTypes.NodeStart);

        _release.SetResult();
        await EndOfAsync(running);
    }

    [Fact]
    public async Task A_log_that_grows_too_large_ends_with_one_line_that_says_so()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            for (var line = 0; line < 2000; line++)
            {
                context.Log.Write("info", new string('x', 4096));
            }

            return Task.FromResult(NodeResult.Of(OrcheoJson.Null));
        };
        await Executor().RunAsync(Input(id, "probe"), Cancel);

        var logs = await LogsAsync(id);
        Assert.InRange(logs.Sum(item => item.GetRawText().Length), 1000 * 1024, 1025 * 1024);
        Assert.Equal("warning", logs[^1].GetProperty("level").GetString());
        Assert.StartsWith("The log of this node ends here", logs[^1].GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Single(logs, item => item.TryGetProperty("truncated", out _));
    }

    [Fact]
    public async Task A_flood_of_lines_does_not_hide_why_an_attempt_failed()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            for (var line = 0; line < 2000; line++)
            {
                context.Log.Write("info", "x");
            }

            throw new NodeException("ORC3002", "refused", retryable: true);
        };
        await EndOfAsync(Executor().RunAsync(Input(id, "probe") with { Retry = NodeRetry.Default with { MaxAttempts = 2 } }, Cancel));

        Assert.Equal(1001, (await LogsAsync(id)).Length);
        Assert.Equal(2, (await TypesAsync(id)).Count(type => type == EventTypes.Error));
    }

    [Fact]
    public async Task A_large_message_and_large_fields_are_cut()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            context.Log.Write("info", new string('ü', 5000));
            context.Log.Write("info", "fields", JsonSerializer.SerializeToElement(new { text = new string('x', 9000) }));
            context.Log.Write("info", new string('y', 8192), JsonSerializer.SerializeToElement(new { a = 1 }));
            return Task.FromResult(NodeResult.Of(OrcheoJson.Null));
        };
        await Executor().RunAsync(Input(id, "probe"), Cancel);

        var logs = await LogsAsync(id);
        Assert.Equal((new string('ü', 4096), true), (logs[0].GetProperty("message").GetString(), logs[0].GetProperty("truncated").GetBoolean()));
        Assert.StartsWith("""{"text":"xxx""", logs[1].GetProperty("fields").GetString(), StringComparison.Ordinal);
        Assert.True(logs[1].GetProperty("truncated").GetBoolean());
        Assert.Equal((8192, 1, false), (logs[2].GetProperty("message").GetString()!.Length, logs[2].GetProperty("fields").GetProperty("a").GetInt32(), logs[2].TryGetProperty("truncated", out _)));
    }

    [Theory]
    [InlineData("debug", "debug")]
    [InlineData("TRACE", "debug")]
    [InlineData("Info", "info")]
    [InlineData("notice", "info")]
    [InlineData("", "info")]
    [InlineData("warn", "warning")]
    [InlineData("WARNING", "warning")]
    [InlineData("critical", "error")]
    public async Task A_level_is_one_of_four(string given, string stored)
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            context.Log.Write(given, "text");
            return Task.FromResult(NodeResult.Of(OrcheoJson.Null));
        };
        await Executor().RunAsync(Input(id, "probe"), Cancel);

        Assert.Equal(stored, Assert.Single(await LogsAsync(id)).GetProperty("level").GetString());
    }

    [Fact]
    public async Task What_cannot_be_written_at_once_is_written_later_and_once()
    {
        var id = await CreateAsync();
        var store = new FailingStore(Store);
        var write = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Run = async (context, _) =>
        {
            Probe.Begun.TrySetResult();
            await write.Task;
            context.Log.Write("info", "kept");
            await _release.Task;
            return NodeResult.Of(OrcheoJson.Null);
        };
        var running = Executor(store).RunAsync(Input(id, "probe"), Cancel);
        await AnnouncedAsync(id);
        store.Failing = true;
        write.SetResult();
        await Eventually.TrueAsync(() => store.Failures >= 3, () => Time.Advance(TimeSpan.FromMilliseconds(50)));
        store.Failing = false;
        _release.SetResult();

        Assert.True((await EndOfAsync(running)).Outcome!.Succeeded);
        Assert.Equal(["kept"], await MessagesAsync(id));
    }

    [Fact]
    public async Task A_node_that_goes_to_wait_keeps_what_it_has_logged()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            context.Log.Write("info", "before");
            return Task.FromResult(new NodeResult { WaitUntil = Time.GetUtcNow().AddHours(1) });
        };

        Assert.NotNull((await Executor().RunAsync(Input(id, "probe"), Cancel)).WaitUntil);
        Assert.Equal(["before"], await MessagesAsync(id));
        Assert.NotNull((await Executor().RunAsync(Input(id, "probe") with { ResumedFrom = Time.GetUtcNow() }, Cancel)).WaitUntil);
        Assert.Equal(["before", "before"], await MessagesAsync(id));
    }

    private async Task<JsonElement[]> LogsAsync(string id) =>
        [.. (await EventsAsync(id)).Where(item => item.Type == EventTypes.Log).Select(item => item.Payload)];

    private async Task<string[]> MessagesAsync(string id) => [.. (await LogsAsync(id)).Select(item => item.GetProperty("message").GetString()!)];
}
