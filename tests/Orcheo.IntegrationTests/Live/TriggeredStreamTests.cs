using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;
using Orcheo.IntegrationTests.Triggers;

namespace Orcheo.IntegrationTests.Live;

/// <summary>Whatever has started an execution: it can be watched.</summary>
public sealed class TriggeredStreamTests(ApiFixture fixture) : ApiTest(fixture)
{
    [Fact]
    public async Task An_execution_that_a_webhook_has_started()
    {
        var workflow = await Client.CreateAsync(Slow("webhook_trigger"));
        using var sender = await WebhookSender.CreateAsync(Stack, workflow);
        var accepted = await sender.SendAsync("evt_watched", "{}");
        await AssertWatchedAsync(accepted.ExecutionId);
    }

    [Fact]
    public async Task An_execution_that_a_schedule_has_started()
    {
        var workflow = await Client.CreateAsync(Slow("cron_trigger"));
        var trigger = (await Client.PostAsync("/triggers/cron", new JsonObject { ["workflow_id"] = workflow, ["cron"] = "* * * * * ?", ["timezone"] = "UTC" })).Expect(HttpStatusCode.Created);
        var list = await Eventually.Becomes(
            async () => (await Client.GetAsync($"/executions?workflow_id={workflow}")).Expect(HttpStatusCode.OK).Json.Items(), items => items.Count > 0, "a start");
        (await Client.DeleteAsync($"/triggers/cron/{trigger.Id}")).Expect(HttpStatusCode.NoContent);
        await AssertWatchedAsync(list[0].Text("id"));
    }

    [Fact]
    public async Task Pages_of_configured_origins_may_watch_and_no_others()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions
        {
            Environment = new Dictionary<string, string> { ["Orcheo__Cors__AllowedOrigins"] = "https://canvas.example.com, http://localhost:5173" },
        });
        using var http = new HttpClient { BaseAddress = stack.Address };
        foreach (var path in new[] { "/api/executions", "/hubs/executions/negotiate" })
        {
            Assert.Equal("http://localhost:5173", await AllowedAsync(http, path, "http://localhost:5173"));
            Assert.Equal("https://canvas.example.com", await AllowedAsync(http, path, "https://canvas.example.com"));
            Assert.Null(await AllowedAsync(http, path, "https://evil.example.com"));
        }

        using var closed = new HttpClient { BaseAddress = Stack.Address };
        Assert.Null(await AllowedAsync(closed, "/api/executions", "http://localhost:5173"));
    }

    private static Flow Slow(string trigger) => new Flow().Node("start", trigger).Node("pause", "delay", new { seconds = 0.5 }).Set("end", new { x = 1 }).Chain("start", "pause", "end");

    private async Task AssertWatchedAsync(string id)
    {
        await using var hub = await HubClient.ConnectAsync(new Uri(Stack.Address, $"/api/executions/{id}/stream"), Stack.AdminKey, messagePack: true);
        using var stream = await EventStream.OpenAsync(Stack, id);
        var streamed = await stream.RestAsync();
        var sent = await hub.UntilAsync("execution_end");
        var stored = await Client.EventsAsync(id);
        Assert.Equal(stored.Select(item => item.GetRawText()), streamed.Select(item => item.Data.GetRawText()));
        Assert.All(stored.TakeLast(sent.Count).Zip(sent), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), pair.Second.GetRawText()));
    }

    /// <summary>Which origin a preflight request is allowed.</summary>
    private static async Task<string?> AllowedAsync(HttpClient http, string path, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, path);
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-signalr-user-agent");
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }
}
