using System.Text;
using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Hosting;

/// <summary>What nodes show to those who watch.</summary>
public sealed class NodeLiveTests : NodeExecutorTest
{
    private const string Credential = "cred_00000000000000000000000001";

    [Fact]
    public async Task What_a_node_shows_passes_by_without_its_secret_and_is_not_stored()
    {
        var id = await CreateAsync();
        Credentials.Add(Credential, "bearer_token", new { token = "s3cret-value-of-the-run" });
        using var subscription = Live.Subscribe(Tenant, id);
        Probe.Run = (context, _) =>
        {
            Assert.True(context.Live.IsWatched);
            context.Live.Show(EventTypes.LlmDelta, JsonSerializer.SerializeToElement(new { text = "It is s3cret-value-of-the-run." }));
            return Task.FromResult(NodeResult.Of(OrcheoJson.Null));
        };

        await Executor().RunAsync(WithCredential(Input(id, "probe")), Cancel);

        Assert.True(await subscription.WaitAsync(Cancel));
        Assert.True(subscription.TryRead(out var passing));
        Assert.Equal((EventTypes.LlmDelta, 0L), (passing.Type, passing.Seq));
        Assert.DoesNotContain("s3cret", Encoding.UTF8.GetString(passing.Json.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(EventTypes.LlmDelta, await TypesAsync(id));
    }

    [Fact]
    public async Task Without_watchers_nothing_is_made()
    {
        var id = await CreateAsync();
        var watched = true;
        Probe.Run = (context, _) =>
        {
            watched = context.Live.IsWatched;
            context.Live.Show(EventTypes.LlmDelta, default);
            return Task.FromResult(NodeResult.Of(OrcheoJson.Null));
        };

        Assert.True((await Executor().RunAsync(Input(id, "probe"), Cancel)).Outcome!.Succeeded);
        Assert.False(watched);
    }

    private static RunNodeInput WithCredential(RunNodeInput input) => input with
    {
        Node = JsonElement.Parse($$"""{"id":"node","type":"probe","config":{},"credentials_ref":"{{Credential}}"}"""),
        Credentials = [Credential],
    };
}
