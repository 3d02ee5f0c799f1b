using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Nodes;
using Orcheo.Nodes;
using Orcheo.Nodes.Http;

namespace Orcheo.UnitTests.Nodes;

/// <summary>Makes node types as the product does, and contexts to run them in.</summary>
internal static class NodeTesting
{
    public static readonly DateTimeOffset Start = new(2026, 1, 31, 9, 15, 0, TimeSpan.Zero);

    public static ServiceProvider Services(OutboundHttpOptions? http = null, TimeProvider? time = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton(time ?? TimeProvider.System);
        return services.AddNodeTypes(http ?? new OutboundHttpOptions()).BuildServiceProvider();
    }

    public static NodeCatalog Catalog { get; } = Services().GetRequiredService<NodeCatalog>();

    public static NodeContext Context(string config, JsonElement entry = default, DateTimeOffset? resumedFrom = null, string executionId = "exe_1") => new()
    {
        ExecutionId = executionId,
        NodeId = "node",
        Attempt = 1,
        Config = JsonElement.Parse(config),
        EntryValue = entry,
        StartedAt = Start,
        ResumedFrom = resumedFrom,
        Log = new SilentLog(),
    };

    public static Task<NodeResult> RunAsync(string type, string config, JsonElement entry = default, DateTimeOffset? resumedFrom = null) =>
        Catalog.Find(type)!.RunAsync(Context(config, entry, resumedFrom), TestContext.Current.CancellationToken);

    /// <summary>Runs a node that must fail. Some throw at once rather than from the task; both are failures to a caller.</summary>
    public static async Task<NodeException> FailAsync(string type, string config) =>
        await Assert.ThrowsAsync<NodeException>(async () => await RunAsync(type, config));

    private sealed class SilentLog : INodeLog
    {
        public void Write(string level, string message, JsonElement? fields = null)
        {
        }
    }
}
