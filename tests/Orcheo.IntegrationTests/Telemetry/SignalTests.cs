using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Telemetry;

/// <summary>Metrics and logs, over both protocols, and what is in none of them.</summary>
public sealed class SignalTests
{
    private const string Secret = "bearer/token+7f3a\"%&0c1d";
    private const string Control = "no-secret-but-found-everywhere";

    [Fact]
    public async Task Spans_metrics_and_logs_come_over_grpc_with_the_headers_and_the_resource_that_were_asked_for()
    {
        await using var collector = await FakeCollector.StartAsync();
        var environment = collector.Environment(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.GrpcAddress),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=the-key"),
            ("OTEL_SERVICE_NAME", "my-orcheo"),
            ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test"));
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        var run = await stack.Client.RunAsync(Flow.Start().Set("a", new { n = 1 }).Chain("start", "a"));

        var root = (await collector.ExecutionAsync(run.Id)).Single(span => span.Name == "execution");
        Assert.Equal(("my-orcheo", "test"), (root.Resource["service.name"], root.Resource["deployment.environment.name"]));
        await PointAsync(collector, "orcheo.execution.ended", _ => true);
        Assert.All(collector.Keys, key => Assert.Equal("the-key", key));
    }

    [Fact]
    public async Task Every_metric_is_measured()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var target = await TargetServer.StartAsync();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = collector.Environment() });
        await stack.Client.RunAsync(Flow.Start().Http("call", new { url = $"{target.Address}/status/500" }).Chain("start", "call"));
        var workflow = await stack.Client.CreateAsync(new Flow().Node("hook", "webhook_trigger"));
        var hook = (await stack.Client.PostAsync("/triggers/webhook", new JsonObject { ["workflow_id"] = workflow, ["auth"] = "none" })).Expect(HttpStatusCode.Created).Json;
        using var http = new HttpClient();
        using var taken = await http.PostAsync(hook.Text("url"), null, TestContext.Current.CancellationToken);
        using var refused = await http.PostAsync(hook.Text("url") + "x", null, TestContext.Current.CancellationToken);

        await PointAsync(collector, "orcheo.execution.started", point => point.Unit == "{execution}" && Has(point, "orcheo.trigger.type", "webhook"));
        await PointAsync(collector, "orcheo.execution.ended", point => Has(point, "orcheo.execution.status", "failed") && Has(point, "orcheo.trigger.type", "api"));
        await PointAsync(collector, "orcheo.execution.duration", point => point.Unit == "s" && Has(point, "orcheo.execution.status", "failed"));
        await PointAsync(collector, "orcheo.execution.queue_time", point => point.Unit == "s" && point.Value > 0);
        await PointAsync(collector, "orcheo.trigger.latency", point => Has(point, "orcheo.trigger.type", "webhook"));
        await PointAsync(collector, "orcheo.node.duration", point => Has(point, "orcheo.node.type", "http_request") && Has(point, "orcheo.node.status", "failed"));
        await PointAsync(collector, "orcheo.node.active", point => point.Unit == "{node}");
        foreach (var operation in (string[])["get", "query", "write"])
        {
            await PointAsync(collector, "orcheo.storage.operation.duration", point => Has(point, "orcheo.storage.operation", operation) && point.Value > 0);
        }

        if (!TestStorage.IsAzure)
        {
            await PointAsync(collector, "orcheo.storage.commit.size", point => point.Value > 0);
        }

        await PointAsync(collector, "orcheo.webhook.accepted", point => Has(point, "orcheo.webhook.duplicate", false));
        await PointAsync(collector, "orcheo.webhook.rejected", point => Has(point, "orcheo.webhook.rejection", "unknown"));
        await PointAsync(collector, "orcheo.durable.turns", point => point.Value > 0);
        await PointAsync(collector, "orcheo.durable.commit.size", point => point.Value > 0);
        await PointAsync(collector, "orcheo.durable.instance.active", point => point.Unit == "{instance}");
        await PointAsync(collector, "http.server.request.duration", point => Has(point, "http.route", "api/executions") || Has(point, "http.route", "/api/executions"));
    }

    [Fact]
    public async Task Log_lines_are_json_with_the_ids_of_what_they_are_about_and_go_to_the_collector_too()
    {
        await using var collector = await FakeCollector.StartAsync();
        var environment = collector.Environment(("Orcheo__Logs__Format", "json"), ("Logging__LogLevel__Orcheo", "Debug"));
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        var body = new JsonObject
        {
            ["workflow"] = Flow.Start().Node("pause", "delay", new { seconds = 60 }).Chain("start", "pause").Definition(),
        };
        var id = (await stack.Client.PostAsync("/executions", body)).Expect(HttpStatusCode.Accepted).Id;
        await stack.Client.UntilAsync(id, "waiting");
        (await stack.Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        await stack.Client.EndOfAsync(id);
        await stack.TerminateAsync();

        var lines = stack.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith("Orcheo is ready", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            var json = JsonElement.Parse(line);
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", json.Text("ts"));
            Assert.All((string[])["level", "category", "message"], member => Assert.NotEmpty(json.Text(member)));
        });
        Assert.NotEmpty(collector.Logs);
    }

    [Fact]
    public async Task No_secret_reaches_the_collector()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var mirror = await MirrorServer.StartAsync();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = collector.Environment(("Logging__LogLevel__Default", "Debug")) });
        var credential = (await stack.Client.PostAsync("/credentials", new JsonObject
        {
            ["name"] = "Test",
            ["type"] = "bearer_token",
            ["data"] = new JsonObject { ["token"] = Secret },
        })).Expect(HttpStatusCode.Created).Id;
        var query = new JsonObject { ["password"] = "in-the-query" };
        object uses = new { credentials_ref = credential, on_error = "continue", retry = new { max_attempts = 2, initial_interval_seconds = 0.01 } };
        var flow = Flow.Start()
            .Http("mirror", new JsonObject { ["url"] = $"{mirror.Address}/mirror", ["query"] = query }, uses)
            .Http("path", new { url = $"{mirror.Address}/mirror/{Control}/{{{{ nodes.mirror.output.headers['x-echo-authorization'] }}}}" }, uses)
            .Http("fail", new JsonObject { ["url"] = $"{mirror.Address}/fail", ["query"] = query.DeepClone() }, uses)
            .Http("garbled", new { url = $"{mirror.Address}/not-json" }, uses)
            .Chain("start", "mirror", "path", "fail", "garbled");
        var run = await stack.Client.RunAsync(flow);
        Assert.NotEmpty(await collector.ExecutionAsync(run.Id));
        await stack.TerminateAsync();

        Assert.Contains(Secret, string.Concat(mirror.Seen), StringComparison.Ordinal);
        var bodies = collector.Bodies;
        Assert.Contains(bodies, bytes => SecretSearch.In(bytes, Control).Any());
        Assert.All((string[])[Secret, "in-the-query", stack.AdminKey], secret => Assert.All(bodies, bytes => Assert.Empty(SecretSearch.In(bytes, secret))));
    }

    [Fact]
    public async Task Only_those_executions_are_traced_that_the_sampler_takes_and_those_whole()
    {
        await using var collector = await FakeCollector.StartAsync();
        var environment = collector.Environment(("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0.5"));
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = environment });
        for (var i = 0; i < 40; i++)
        {
            await stack.Client.RunAsync(Flow.Start().Set("a", new { n = 1 }).Chain("start", "a"));
        }

        await stack.TerminateAsync();
        var traces = collector.Spans.Where(span => span.TraceId is { Length: > 0 }).GroupBy(span => span.TraceId)
            .Where(trace => trace.Any(span => span.Name is "execution" or "attempt" || span.Name.StartsWith("node ", StringComparison.Ordinal))).ToList();

        // Of forty, a half: with one in a million chances outside of this.
        Assert.InRange(traces.Count, 5, 35);
        Assert.All(traces, trace => Assert.Equal(5, trace.Count()));
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    public async Task Switched_off_nothing_is_sent(string name, string value)
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var mirror = await MirrorServer.StartAsync();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Environment = collector.Environment((name, value)) });
        await stack.Client.RunAsync(Flow.Start().Http("call", new { url = $"{mirror.Address}/text" }).Chain("start", "call"));
        await stack.TerminateAsync();

        Assert.Empty(collector.Bodies);
        Assert.DoesNotContain("traceparent", Assert.Single(mirror.Seen), StringComparison.OrdinalIgnoreCase);
    }

    private static bool Has(ReceivedPoint point, string attribute, object value) => Equals(point.Attributes.GetValueOrDefault(attribute), value);

    private static Task<IReadOnlyList<ReceivedPoint>> PointAsync(FakeCollector collector, string name, Func<ReceivedPoint, bool> isIt) =>
        Eventually.Becomes(
            () => Task.FromResult(collector.Points), points => points.Any(point => point.Name == name && isIt(point)), $"a point of {name}", TimeSpan.FromSeconds(15));
}
