using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

public sealed class FuzzTests(ApiFixture fixture) : ApiTest(fixture)
{
    private const int WarmUp = 5_000;
    private const int Requests = 20_000;
    private const int Senders = 8;

    /// <summary>What the process may keep beyond its size after the warm-up: caches that fill, and what the collector has not returned yet.</summary>
    private const long KeptBytes = 96L * 1024 * 1024;

    /// <summary>The longest that any answer may take on a loaded machine of two cores.</summary>
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(20);

    // That the answer is no server error, has a documented status, and headers and members that are documented, is checked for every
    // exchange by the client.
    [Theory]
    [InlineData(1)]
    public async Task Whatever_is_sent_the_answer_is_a_documented_one_in_time_and_nothing_is_kept(int seed)
    {
        await using var stack = await LocalStack.StartAsync();
        var existing = await SeedAsync(stack.Client);
        var faults = new ConcurrentQueue<string>();

        await SendAsync(stack.Client, seed, WarmUp, existing, faults);
        var before = await stack.SettledBytesAsync();
        await SendAsync(stack.Client, seed + 1000, Requests, existing, faults);
        var after = await stack.SettledBytesAsync();

        Assert.True(faults.IsEmpty, $"{faults.Count} faults with seed {seed}:\n{string.Join('\n', faults.Take(25))}");
        Assert.True(after <= before + KeptBytes, $"The stack grew from {before >> 20} to {after >> 20} MiB in {Requests} requests.");
        (await stack.Client.GetAsync("/health")).Expect(HttpStatusCode.OK);
        TestContext.Current.TestOutputHelper?.WriteLine($"{Requests} requests: {before >> 20} MiB before, {after >> 20} MiB after.");
    }

    [Theory]
    [InlineData(3)]
    public async Task A_refused_workflow_leaves_nothing_behind(int seed)
    {
        var fuzzer = new RequestFuzzer(seed);
        var create = OpenApiContract.Instance.Operation("createWorkflow");
        var tag = UniqueName();
        var created = new List<string>();
        for (var number = 0; number < 60; number++)
        {
            // The same tag marks every request that has kept its tags.
            var body = fuzzer.Body(create)?.Replace("\"tour\"", $"\"{tag}\"", StringComparison.Ordinal);
            using var content = body is null ? null : ApiClient.JsonContent(body);
            var exchange = await Client.SendRawAsync("POST", "/workflows", content);
            if (exchange.StatusCode == HttpStatusCode.Created && exchange.Text.Contains(tag, StringComparison.Ordinal))
            {
                created.Insert(0, exchange.Id);
            }
        }

        Assert.NotEmpty(created);
        Assert.Equal(created, (await Client.GetAsync($"/workflows?tag={tag}&limit=200")).Json.Items().Select(item => item.Text("id")));
    }

    private static Task SendAsync(
        ApiClient client, int seed, int count, ConcurrentDictionary<string, ConcurrentQueue<string>> existing, ConcurrentQueue<string> faults)
    {
        var operations = OpenApiContract.Instance.Operations;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            var fuzzer = new RequestFuzzer((seed * Senders) + sender, existing);
            for (var number = 0; number < count / Senders; number++)
            {
                var operation = operations[number % operations.Count];
                var request = fuzzer.Next(operation);
                using var content = request.Content;
                try
                {
                    await SendAsync(client, operation, request, existing);
                }
                catch (Exception fault) when (fault is Xunit.Sdk.XunitException or HttpRequestException or TimeoutException or InvalidOperationException or System.Text.Json.JsonException)
                {
                    faults.Enqueue($"{operation.Id} sender {sender} #{number} {request.Path} {string.Join(' ', request.Headers)}\n  {Shorten(fault.Message)}");
                }
            }
        })));
    }

    private static async Task SendAsync(
        ApiClient client, ApiOperation operation, FuzzedRequest request, ConcurrentDictionary<string, ConcurrentQueue<string>> existing)
    {
        var exchange = await client.SendRawAsync(operation.Method, request.Path, request.Content, request.Headers).WaitAsync(RequestLimit);
        if (exchange.Status is >= 400 and < 500)
        {
            exchange.ExpectProblem(exchange.StatusCode);
        }
        else if (exchange.StatusCode == HttpStatusCode.Created && exchange.Json.Has("id"))
        {
            Remember(existing, exchange.Id);
        }
    }

    /// <summary>One of everything, so that requests get further than to a 404.</summary>
    private static async Task<ConcurrentDictionary<string, ConcurrentQueue<string>>> SeedAsync(ApiClient client)
    {
        var existing = new ConcurrentDictionary<string, ConcurrentQueue<string>>();
        foreach (var operation in new[] { "createWorkflow", "createCredential", "createApiKey" }.Select(OpenApiContract.Instance.Operation))
        {
            Remember(existing, (await client.PostAsync(operation.Path, SampleRequests.Body(operation))).Expect(HttpStatusCode.Created).Id);
        }

        var workflow = existing["wf"].First();
        (await client.PostAsync($"/workflows/{workflow}/versions", new JsonObject())).Expect(HttpStatusCode.Created);
        var run = (await client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow, ["input"] = new JsonObject { ["name"] = "Ada" } }, ("Prefer", "wait=30"))).Expect(HttpStatusCode.OK);
        Remember(existing, run.Id);
        Remember(existing, (await client.GetAsync($"/executions/{run.Id}/checkpoints")).Json.Items()[0].Text("id"));
        return existing;
    }

    /// <summary>The latest few of each kind: older ones may be gone.</summary>
    private static void Remember(ConcurrentDictionary<string, ConcurrentQueue<string>> existing, string id)
    {
        var ids = existing.GetOrAdd(id.Split('_')[0], _ => new ConcurrentQueue<string>());
        ids.Enqueue(id);
        while (ids.Count > 8)
        {
            ids.TryDequeue(out _);
        }
    }

    private static string Shorten(string text) => text.Length <= 1500 ? text : text[..1500] + "…";
}
