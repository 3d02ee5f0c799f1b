using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>
/// Every credential type in the hands of a server that echoes what it gets in every encoding, fails with it, and redirects: afterwards
/// no secret is anywhere in the data directory, in what the stack wrote, or in any answer.
/// </summary>
public sealed class SecretLeakTests
{
    private const string Control = "no-secret but \"found\" everywhere+%";

    // With characters that every encoding writes differently, where the type allows them.
    private static readonly (string Type, JsonObject Data, string Secret)[] Credentials =
    [
        ("bearer_token", new() { ["token"] = "bearer/token+7f3a\"%&0c1d" }, "bearer/token+7f3a\"%&0c1d"),
        ("api_key", new() { ["in"] = "header", ["name"] = "X-Api-Key", ["value"] = "header key\\\"+%41/5e2b" }, "header key\\\"+%41/5e2b"),
        ("api_key", new() { ["in"] = "query", ["name"] = "api key", ["value"] = "query key&=\"+%/9d4f" }, "query key&=\"+%/9d4f"),
        ("basic_auth", new() { ["username"] = "somebody", ["password"] = "pässwörd \"+%/?8c6e" }, "pässwörd \"+%/?8c6e"),
        ("hmac_secret", new() { ["secret"] = "hmac secret \"+%/1b7a" }, "hmac secret \"+%/1b7a"),
        ("openai", new() { ["api_key"] = "sk-open\"ai+%/2e8c" }, "sk-open\"ai+%/2e8c"),
        ("generic", new() { ["deep"] = new JsonObject { ["list"] = new JsonArray("generic secret \"+%/6a9b") } }, "generic secret \"+%/6a9b"),
    ];

    private readonly StringBuilder _answers = new();

    [Fact]
    public async Task No_secret_is_left_anywhere_after_a_run_with_every_type_of_credential()
    {
        await using var mirror = await MirrorServer.StartAsync();
        await using var other = await MirrorServer.StartAsync();
        await using var stack = await LocalStack.StartAsync();
        foreach (var credential in Credentials)
        {
            var id = await CreateAsync(stack.Client, credential.Type, credential.Data);
            if (credential.Type is "bearer_token" or "api_key" or "basic_auth")
            {
                await RunAsync(stack.Client, Echoing(id, mirror.Address, other.Address));
            }
        }

        var sent = string.Concat(mirror.Seen);
        Assert.All(Credentials.Take(4), credential => Assert.Contains(credential.Secret, sent, StringComparison.Ordinal));
        AssertHidden(stack, running: true);
        await stack.TerminateAsync();
        AssertHidden(stack, running: false);

        // Each of the four was redirected there twice: by the first run and by the live replay.
        Assert.Equal(8, other.Seen.Count);
        Assert.All(Credentials, credential => Assert.DoesNotContain(credential.Secret, string.Concat(other.Seen), StringComparison.Ordinal));
    }

    private void AssertHidden(LocalStack stack, bool running)
    {
        // What is no secret went the same ways: so this would see a secret that did.
        var files = SecretSearch.Files(stack.DataDirectory, running);
        var control = SecretSearch.In(files, Control);
        Assert.Contains(control, place => place.EndsWith(Control, StringComparison.Ordinal) || place.Contains("\\\"", StringComparison.Ordinal));
        Assert.Contains(control, place => place.Contains("Base64", StringComparison.Ordinal));
        Assert.Contains(control, place => place.Contains("hexadecimal", StringComparison.Ordinal));
        Assert.All((string[])["durable", "orcheo.db"], part => Assert.Contains(control, place => place.Contains(part, StringComparison.Ordinal)));
        Assert.NotEmpty(SecretSearch.In(_answers.ToString(), Control));
        Assert.Contains("[redacted]", _answers.ToString(), StringComparison.Ordinal);
        foreach (var (type, _, secret) in Credentials)
        {
            var places = SecretSearch.In(files, secret);
            Assert.True(places.Count == 0, $"{type}: {string.Join("; ", places)}");
            Assert.True(!SecretSearch.In(stack.Output, secret).Any(), $"{type}: {stack.Output}");
            Assert.True(!SecretSearch.In(_answers.ToString(), secret).Any(), $"{type} is in an answer of the API.");
        }
    }

    private async Task<string> CreateAsync(ApiClient client, string type, JsonObject data)
    {
        var body = new JsonObject { ["name"] = $"Test {type}", ["type"] = type, ["data"] = data.DeepClone() };
        var created = Read((await client.PostAsync("/credentials", body, ("Idempotency-Key", Guid.NewGuid().ToString()))).Expect(HttpStatusCode.Created));

        // Rotated once, so that an older version of the secret is looked for as well.
        Read((await client.PutAsync($"/credentials/{created.Id}", body)).Expect(HttpStatusCode.OK));
        Read((await client.GetAsync("/credentials")).Expect(HttpStatusCode.OK));
        return Read((await client.GetAsync($"/credentials/{created.Id}")).Expect(HttpStatusCode.OK)).Id;
    }

    /// <summary>Runs it, lets it fail, replays it in both ways, and reads everything that can be read of it.</summary>
    private async Task RunAsync(ApiClient client, Flow flow)
    {
        var workflow = await client.CreateAsync(flow);
        var started = await client.PostAsync("/executions", new JsonObject { ["workflow_id"] = workflow }, ("Prefer", "wait=30"));
        var id = Read(started.Expect(HttpStatusCode.OK)).Id;
        Assert.Equal("failed", started.Json.Text("status"));
        await ReadAllAsync(client, id);
        foreach (var body in new[] { new JsonObject { ["mode"] = "recorded" }, new JsonObject { ["from_node_id"] = "copy" } })
        {
            var replay = Read((await client.PostAsync($"/executions/{id}/replay", body)).Expect(HttpStatusCode.Accepted)).Id;
            Assert.Equal("failed", (await client.EndOfAsync(replay)).Json.Text("status"));
            await ReadAllAsync(client, replay);
        }
    }

    private async Task ReadAllAsync(ApiClient client, string id)
    {
        Read(await client.GetAsync($"/executions/{id}"));
        Read((await client.GetAsync($"/executions/{id}/events?limit=200")).Expect(HttpStatusCode.OK));
        var checkpoints = Read((await client.GetAsync($"/executions/{id}/checkpoints")).Expect(HttpStatusCode.OK)).Json.Items();
        Assert.True(checkpoints.Count >= 6, $"{checkpoints.Count} checkpoints");
        foreach (var checkpoint in checkpoints)
        {
            Read((await client.GetAsync($"/executions/{id}/checkpoints/{checkpoint.Text("id")}")).Expect(HttpStatusCode.OK));
        }
    }

    private static Flow Echoing(string credential, string address, string other)
    {
        var query = new JsonObject { ["control"] = Control };
        JsonObject Config(string path) => new() { ["method"] = "POST", ["url"] = $"{address}{path}", ["query"] = query.DeepClone(), ["body"] = new JsonObject { ["x"] = Control } };
        object uses = new { credentials_ref = credential, retry = new { max_attempts = 1 } };
        object survives = new { credentials_ref = credential, on_error = "continue", retry = new { max_attempts = 2, initial_interval_seconds = 0.01 } };
        return Flow.Start()
            .Http("mirror", Config("/mirror"), uses)
            .Http("text", Config("/text"), uses)
            .Set("copy", new { all = "{{ nodes.mirror.output }}", text = "got {{ nodes.text.output.body }}" })
            .Http("fails", Config("/fail"), survives)
            .Http("garbled", Config("/not-json"), survives)
            .Set("errors", new { fails = "{{ nodes.fails.error }}", garbled = "{{ nodes.garbled.error }}" })
            .Http("redirected", Config($"/redirect?to={Uri.EscapeDataString(other + "/text")}"), uses)
            .Http("last", Config("/fail"), uses)
            .Chain("start", "mirror", "text", "copy", "fails", "garbled", "errors", "redirected", "last");
    }

    private Exchange Read(Exchange exchange)
    {
        _answers.AppendLine(exchange.Text).AppendJoin('\n', exchange.Headers);
        return exchange;
    }
}
