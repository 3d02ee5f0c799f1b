using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Telemetry;

/// <summary>Processes that die, collectors that do, and those that were never there.</summary>
public sealed class CrashTraceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_execution_that_was_killed_in_the_middle_is_still_one_tree()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var target = await TargetServer.StartAsync();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = collector.Environment() });
        var flow = Flow.Start()
            .Http("before", new { url = $"{target.Address}/status/200" })
            .Node("pause", "delay", new { seconds = 3 })
            .Http("after", new { url = $"{target.Address}/status/200" })
            .Chain("start", "before", "pause", "after");
        var workflow = await stack.Client.CreateAsync(flow);
        var id = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow })).Expect(HttpStatusCode.Accepted).Id;
        await stack.Client.UntilAsync(id, "waiting");

        // What the dying process has told: the first node, and the attempt that began the wait, whose node has not ended.
        await Eventually.Becomes(
            () => Task.FromResult(collector.Spans),
            spans => spans.Any(span => Equals(span["orcheo.node.id"], "before"))
                && spans.Any(span => span.Name == "attempt" && spans.All(parent => parent.SpanId != span.ParentId)),
            "the spans before the wait");
        await stack.KillAsync();
        await stack.StartAgainAsync();
        Assert.Equal("succeeded", (await stack.Client.EndOfAsync(id)).Json.Text("status"));

        var tree = await collector.ExecutionAsync(id);
        var root = Assert.Single(tree, span => span.Name == "execution");
        Assert.All(tree.Where(span => span != root), span => Assert.Single(tree, parent => parent.SpanId == span.ParentId));
        var nodes = tree.Where(span => span.ParentId == root.SpanId).ToList();
        Assert.Equal(["start", "before", "pause", "after"], nodes.Select(span => span["orcheo.node.id"]));

        // The wait began in one process and ended in the other: one span that is as long as the wait, with an attempt of each.
        var pause = nodes[2];
        Assert.InRange(pause.End - pause.Start, 2_900_000_000UL, 60_000_000_000UL);
        Assert.Equal(2, tree.Count(span => span.ParentId == pause.SpanId && span.Name == "attempt"));
        Assert.Single(root.Links);
    }

    [Fact]
    public async Task Nothing_but_telemetry_is_lost_when_the_collector_is_not_there()
    {
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = TargetServer.RefusedAddress(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_MAX_QUEUE_SIZE"] = "64",
        };
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        await RunManyAsync(stack, 100);
        var before = await stack.SettledBytesAsync();
        await RunManyAsync(stack, 600);
        Assert.InRange(await stack.SettledBytesAsync(), 0, before + (96L << 20));
        Assert.Equal(0, await stack.TerminateAsync());
    }

    [Fact]
    public async Task A_collector_that_never_answers_keeps_nobody_from_stopping()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var environment = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "50",
        };
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        await RunManyAsync(stack, 20);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await stack.TerminateAsync());
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Lost_spans_are_counted_and_told_once_the_collector_is_back()
    {
        await using var collector = await FakeCollector.StartAsync();
        var environment = collector.Environment(
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", TargetServer.RefusedAddress()), ("OTEL_BSP_MAX_QUEUE_SIZE", "8"));
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        await RunManyAsync(stack, 20);
        var dropped = await Eventually.Becomes(
            () => Task.FromResult(collector.Points.Where(point => point.Name == "orcheo.telemetry.dropped").ToList()),
            points => points.Any(point => Equals(point.Attributes["orcheo.telemetry.reason"], "export_failed")),
            "lost spans");
        Assert.All(dropped, point => Assert.True(point.Value > 0));
        Assert.Empty(collector.Spans);
    }

    private static async Task RunManyAsync(LocalStack stack, int count)
    {
        var flow = Flow.Start().Set("a", new { n = 1 }).Set("b", new { n = 2 }).Chain("start", "a", "b");
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancel }, async (_, _) =>
            Assert.Equal("succeeded", (await stack.Client.RunAsync(flow)).Json.Text("status")));
    }
}
