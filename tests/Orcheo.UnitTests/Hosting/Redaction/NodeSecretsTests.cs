using System.Text;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions;

namespace Orcheo.UnitTests.Hosting.Redaction;

public sealed class NodeSecretsTests : NodeExecutorTest
{
    private const string Own = "cred_01jdc0m3t8w5r4v9x2k7q6n1aa";
    private const string Other = "cred_01jdc0m3t8w5r4v9x2k7q6n1ab";
    private const string Secret = "own-secret-value";
    private const string OtherSecret = "other-secret-value";

    [Fact]
    public async Task A_node_gets_its_own_credential_and_nobody_elses()
    {
        NodeCredential? given = null;
        Probe.Run = (context, _) =>
        {
            given = context.Credential;
            return Task.FromResult(NodeResult.Of(context.Config));
        };
        await RunAsync(await CreateAsync());

        Assert.Equal((Own, "bearer_token", Secret), (given!.Id, given.Type, given.Data.GetProperty("token").GetString()));
        Assert.Equal((Own, Other), (Assert.Single(Credentials.Used), Assert.Single(Credentials.Peeked)));
        Assert.DoesNotContain(Secret, given.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_credentials_in_the_workflow_none_are_read()
    {
        var id = await CreateAsync();
        await Executor().RunAsync(Input(id, "probe"), Cancel);
        Assert.Empty(Credentials.Used.Concat(Credentials.Peeked));
    }

    [Fact]
    public async Task Secrets_show_neither_in_outputs_and_patches_nor_in_logs()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) =>
        {
            context.Log.Write("info", $"using {Secret}", JsonSerializer.SerializeToElement(new { header = Base64(OtherSecret) }));
            return Task.FromResult(new NodeResult
            {
                Output = JsonSerializer.SerializeToElement(new { echo = $"Bearer {Secret}", text = JsonSerializer.Serialize(new { OtherSecret }) }),
                Patch = JsonSerializer.SerializeToElement(new Dictionary<string, string> { [Secret] = Uri.EscapeDataString(OtherSecret) }),
            });
        };
        var outcome = (await RunAsync(id)).Outcome!;

        Assert.Equal("""{"echo":"Bearer [redacted]","text":"{\"OtherSecret\":\"[redacted]\"}"}""", outcome.Output.GetRawText());
        Assert.Equal("""{"[redacted]":"[redacted]"}""", outcome.Patch!.Value.GetRawText());
        await AssertNothingShowsAsync(id);
    }

    [Fact]
    public async Task Nor_in_errors_of_attempts_nor_in_what_the_server_logs()
    {
        var id = await CreateAsync();
        Probe.Run = (context, _) => context.Attempt == 1
            ? throw new NodeException("ORC3003", $"refused {Secret}", retryable: true, details: JsonSerializer.SerializeToElement(new { body = OtherSecret }))
            : throw new InvalidOperationException($"broken by {Secret}", new IOException(OtherSecret));
        var retry = new NodeRetry(2, 0.01, 1, 1, Jitter: false);
        var outcome = (await EndOfAsync(Executor().RunAsync(Input(id) with { Retry = retry }, Cancel))).Outcome!;

        Assert.Equal(ErrorCodes.NodeFailed, outcome.Error!.Code);
        var errors = (await EventsAsync(id)).Where(item => item.Type == EventTypes.Error).ToList();
        Assert.Equal("refused [redacted]", errors[0].Payload.GetProperty("message").GetString());
        Assert.Equal("""{"body":"[redacted]"}""", errors[0].Payload.GetProperty("details").GetRawText());
        var logged = Assert.Single(Logs.Lines, line => line.Text.Contains("broken by", StringComparison.Ordinal)).Text;
        Assert.Contains("[redacted]", logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, logged, StringComparison.Ordinal);
        Assert.DoesNotContain(OtherSecret, logged, StringComparison.Ordinal);
        await AssertNothingShowsAsync(id);
    }

    [Fact]
    public async Task A_large_output_is_redacted_before_it_is_cut()
    {
        var id = await CreateAsync();

        // The cut goes through the middle of the secret, so that neither half could be found afterwards.
        var before = new string('x', EventPayloads.MaxOutputBytes - 1 - (Secret.Length / 2));
        Probe.Run = (_, _) => Task.FromResult(NodeResult.Of(JsonSerializer.SerializeToElement(before + Secret + before)));
        await RunAsync(id);

        var payload = (await EventsAsync(id))[^1].Payload;
        Assert.True(payload.GetProperty("truncated").GetBoolean());
        Assert.DoesNotContain(Secret[..4], payload.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_credential_that_does_not_exist_fails_its_node_and_no_other()
    {
        var id = await CreateAsync();
        Credentials.Add(Own, "bearer_token", new { token = Secret });
        var missing = (await Executor().RunAsync(Input(id, Other, "a"), Cancel)).Outcome!.Error!;
        Assert.Equal((ErrorCodes.CredentialUnavailable, "a", 0), (missing.Code, missing.NodeId, Probe.Calls));
        Assert.Contains(Other, missing.Message, StringComparison.Ordinal);

        Assert.True((await Executor().RunAsync(Input(id, Own, "b") with { Credentials = [Own, Other] }, Cancel)).Outcome!.Succeeded);
    }

    [Fact]
    public async Task A_credential_of_another_type_is_refused()
    {
        var id = await CreateAsync();
        Credentials.Add(Own, "hmac_secret", new { secret = Secret });
        var error = (await Executor().RunAsync(Input(id) with { Credentials = [] }, Cancel)).Outcome!.Error!;

        Assert.Equal((ErrorCodes.CredentialUnavailable, 0), (error.Code, Probe.Calls));
        Assert.Contains("hmac_secret", error.Message, StringComparison.Ordinal);
        Assert.Contains("bearer_token", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_that_cannot_be_read_fail_the_node_and_a_store_that_cannot_be_reached_does_not()
    {
        var id = await CreateAsync();
        Credentials.Failure = new OrcheoException(ErrorCodes.MasterKeyUnavailable, "There is no master key.");
        var error = (await Executor().RunAsync(Input(id, Own, "a"), Cancel)).Outcome!.Error!;
        Assert.Equal(ErrorCodes.CredentialUnavailable, error.Code);
        Assert.Contains("There is no master key.", error.Message, StringComparison.Ordinal);

        Credentials.Failure = new StorageException("The store is gone.");
        await Assert.ThrowsAsync<StorageException>(() => Executor().RunAsync(Input(id, Own, "b"), Cancel));
        Assert.Null(await Executions.GetCheckpointAsync(Tenant, id, "b", Cancel));
    }

    private Task<RunNodeOutput> RunAsync(string id) => Executor().RunAsync(Input(id), Cancel);

    private RunNodeInput Input(string executionId)
    {
        if (Credentials.Failure is null)
        {
            Credentials.AddMissing(Own, "bearer_token", new { token = Secret });
            Credentials.AddMissing(Other, "generic", new { password = OtherSecret });
        }

        return Input(executionId, Own, "node") with { Credentials = [Other, Own] };
    }

    private static RunNodeInput Input(string executionId, string credential, string nodeId) => Input(executionId, "probe", id: nodeId) with
    {
        Checksum = nodeId + credential,
        Node = JsonElement.Parse($$"""{"id":"{{nodeId}}","type":"probe","config":{},"credentials_ref":"{{credential}}"}"""),
    };

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes("u:" + text));

    private async Task AssertNothingShowsAsync(string id)
    {
        var stored = JsonSerializer.Serialize(new
        {
            events = (await EventsAsync(id)).Select(item => item.Payload),
            checkpoint = await Executions.GetCheckpointAsync(Tenant, id, "node", Cancel),
        });
        Assert.Contains("[redacted]", stored, StringComparison.Ordinal);
        Assert.False(Embedding.Shows(stored, Secret), stored);
        Assert.False(Embedding.Shows(stored, OtherSecret), stored);
    }
}
