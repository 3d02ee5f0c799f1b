using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Connections;
using Orcheo.IntegrationTests.Api;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>The SignalR stream of the local stack.</summary>
public sealed class SignalRStreamTests(ApiFixture fixture) : ApiTest(fixture)
{
    private static readonly Flow Pausing = Flow.Start().Set("a", new { x = 1.5, list = new object?[] { 1, "b", null, true } }).Node("pause", "delay", new { seconds = 600 }).Chain("start", "a", "pause");

    [Theory]
    [InlineData(false, HttpTransportType.WebSockets)]
    [InlineData(true, HttpTransportType.WebSockets)]
    [InlineData(false, HttpTransportType.ServerSentEvents)]
    [InlineData(false, HttpTransportType.LongPolling)]
    [InlineData(true, HttpTransportType.LongPolling)]
    public async Task A_client_pointed_at_the_stream_gets_every_event_as_it_is_listed(bool messagePack, HttpTransportType transport)
    {
        var (first, queued) = await StartQueuedAsync();
        await using var client = await HubClient.ConnectAsync(StreamOf(queued), Stack.AdminKey, messagePack, transport);
        await CancelAsync(first);
        await Client.UntilAsync(queued, "waiting");
        await CancelAsync(queued);

        var events = await client.UntilAsync("execution_end");
        var stored = await Client.EventsAsync(queued);
        Assert.Equal(stored.Count, events.Count);
        Assert.All(stored.Zip(events), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), $"{pair.First} was sent as {pair.Second}"));
        Assert.Equal(stored[0].EnumerateObject().Select(member => member.Name), events[0].EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Events_before_the_connection_are_not_sent_but_read_by_after()
    {
        var id = await StartAsync(Pausing);
        await Client.UntilAsync(id, "waiting");
        await using var client = await HubClient.ConnectAsync(StreamOf(id), Stack.AdminKey);
        var before = await Client.EventsAsync(id);
        await CancelAsync(id);

        var live = await client.UntilAsync("execution_end");
        Assert.Equal(before.Count + 1, live[0].Number("seq"));
        Assert.Equal((await Client.EventsAsync(id)).Count, before.Count + live.Count);
    }

    [Fact]
    public async Task Negotiating_gives_a_token_that_is_only_of_use_at_the_hub_and_for_its_execution()
    {
        var id = await StartAsync(Pausing);
        var (other, queued) = await StartQueuedAsync();
        var answer = (await Client.PostAsync($"/executions/{queued}/stream/negotiate")).Expect(HttpStatusCode.OK);
        var (url, token) = (answer.Json.Text("url"), answer.Json.Text("accessToken"));
        Assert.Equal(new Uri(Stack.Address, "/hubs/executions"), new Uri(url));
        Assert.Equal("no-store", answer.Header("Cache-Control"));
        using (var api = new ApiClient(Stack.Address, token))
        {
            (await api.GetAsync($"/executions/{queued}")).ExpectProblem(HttpStatusCode.Unauthorized, "ORC4001");
        }

        await using var client = await HubClient.ConnectAsync(new Uri(url), token);
        await CancelAsync(id);
        await CancelAsync(other);
        await CancelAsync(queued);
        Assert.All(await client.UntilAsync("execution_end"), item => Assert.Equal(queued, item.Text("execution_id")));
    }

    [Fact]
    public async Task A_token_is_of_use_after_a_restart()
    {
        await using var stack = await LocalStack.StartAsync();
        var id = (await stack.Client.PostAsync("/executions", new JsonObject { ["workflow"] = Pausing.Definition() })).Expect(HttpStatusCode.Accepted).Id;
        var token = (await stack.Client.PostAsync($"/executions/{id}/stream/negotiate")).Expect(HttpStatusCode.OK).Json.Text("accessToken");
        await stack.TerminateAsync();
        await stack.StartAgainAsync();

        await using var client = await HubClient.ConnectAsync(new Uri(stack.Address, "/hubs/executions"), token);
        (await stack.Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
        Assert.Equal(id, (await client.UntilAsync("execution_end"))[^1].Text("execution_id"));
        Assert.Equal(0, await stack.TerminateAsync());
        Assert.Null(await client.NextAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer not.a-token")]
    [InlineData("Bearer e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("admin")]
    public async Task Without_a_stream_token_nobody_gets_to_the_hub(string authorization)
    {
        using var http = new HttpClient { BaseAddress = Stack.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/executions/negotiate?negotiateVersion=1");
        var value = authorization == "admin" ? $"Bearer {Stack.AdminKey}" : authorization;
        request.Headers.Authorization = value.Length == 0 ? null : AuthenticationHeaderValue.Parse(value);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var problem = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("ORC4020", problem.Text("code"));
        Assert.True(response.Headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task A_key_without_the_scope_or_an_execution_that_does_not_exist_gets_no_token()
    {
        var run = await Client.RunAsync(Flow.Start());
        var key = (await Client.PostAsync("/api-keys", new JsonObject { ["name"] = UniqueName(), ["scopes"] = new JsonArray("executions:run") })).Expect(HttpStatusCode.Created);
        using var runner = new ApiClient(Stack.Address, key.Json.Text("secret_once"));

        (await runner.PostAsync($"/executions/{run.Id}/stream/negotiate")).ExpectProblem(HttpStatusCode.Forbidden, "ORC4003");
        (await Client.PostAsync("/executions/exe_00000000000000000000000000/stream/negotiate")).ExpectProblem(HttpStatusCode.NotFound, "ORC4004");
    }

    private Uri StreamOf(string id) => new(Stack.Address, $"/api/executions/{id}/stream");

    private async Task<string> StartAsync(Flow flow) =>
        (await Client.PostAsync("/executions", new JsonObject { ["workflow"] = flow.Definition() })).Expect(HttpStatusCode.Accepted).Id;

    /// <summary>Starts an execution that waits for the end of another.</summary>
    private async Task<(string First, string Queued)> StartQueuedAsync()
    {
        var body = new JsonObject { ["workflow_id"] = await Client.CreateAsync(Pausing.Settings(new { max_concurrent_runs = 1 })) };
        var first = (await Client.PostAsync("/executions", body.DeepClone())).Expect(HttpStatusCode.Accepted).Id;
        var second = (await Client.PostAsync("/executions", body.DeepClone())).Expect(HttpStatusCode.Accepted);
        Assert.Equal("queued", second.Json.Text("status"));
        return (first, second.Id);
    }

    private async Task CancelAsync(string id) => (await Client.PostAsync($"/executions/{id}/cancel")).Expect(HttpStatusCode.Accepted);
}
