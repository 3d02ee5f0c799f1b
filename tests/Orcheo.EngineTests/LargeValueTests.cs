using DurableTask.Core;
using Orcheo.Core.Executions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.EngineTests;

/// <summary>Values, definitions and lists that are too large for a message, on the real engine.</summary>
public abstract class LargeValueTests : IAsyncLifetime
{
    private Engine _engine = null!;

    internal abstract Task<IOrchestrationService> OpenAsync();

    public async ValueTask InitializeAsync() => _engine = await Engine.StartAsync(await OpenAsync());

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _engine.DisposeAsync();
    }

    [Fact]
    public async Task Megabytes_stay_in_the_store()
    {
        var text = new string('ü', 1_500_000);
        var flow = Flow.Start()
            .Set("big", new { text = "{{ input.text }}" }).Set("never", new { n = 0 })
            .Set("sizes", new { output = "{{ nodes.big.output.text.length }}", state = "{{ state.text.length }}" }).Set("copy", new { copy = "{{ state.text }}" })
            .Edge("start", "big").Edge("big", "sizes", condition: "nodes.big.output.text == state.text").Edge("big", "never", condition: "input.text.length < 9").Edge("sizes", "copy");
        var ended = await _engine.RunAsync(flow, new { text });

        Assert.True(ended.Status == ExecutionStatus.Succeeded, $"{ended.Error}");
        Assert.Equal(text, ended.Output.GetProperty("copy").GetString());
        Assert.Equal((4, 1), (ended.Stats.NodesSucceeded, ended.Stats.NodesSkipped));
        Assert.InRange(_engine.LongestMessage, 1, MessageLimits.Message);
    }

    [Fact]
    public async Task A_large_definition_and_long_lists_go_in_parts()
    {
        var id = new string('n', 56);
        var flow = Flow.Start().Node("test", "if_else", new { condition = "true" }).Set("large", new { text = new string('<', 100_000) }).Edge("start", "test").Edge("test", "large", "true");
        for (var index = 0; index < 600; index++)
        {
            flow.Set($"s{id}{index}", new { n = index }).Edge("test", $"s{id}{index}", "false");
        }

        var ended = await _engine.RunAsync(flow);

        Assert.Equal((ExecutionStatus.Succeeded, 600, 100_000), (ended.Status, ended.Stats.NodesSkipped, ended.Output.GetProperty("text").GetString()!.Length));
        Assert.InRange(_engine.LongestMessage, 1, MessageLimits.Message);
    }
}

/// <summary>On the engine's own backend, which keeps everything in memory.</summary>
public sealed class InMemoryLargeValueTests : LargeValueTests
{
    internal override Task<IOrchestrationService> OpenAsync() => Backends.InMemory();
}

/// <summary>On Azure Storage, which Azurite plays.</summary>
public sealed class AzureStorageLargeValueTests(AzuriteFixture azurite) : LargeValueTests
{
    internal override Task<IOrchestrationService> OpenAsync() => Backends.AzureStorageAsync(azurite);
}
