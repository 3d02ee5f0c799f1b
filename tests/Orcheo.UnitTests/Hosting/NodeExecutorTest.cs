using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Executions;
using Orcheo.Core.Nodes;
using Orcheo.Core.Plans;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Executions.Redaction;
using Orcheo.Hosting.Live;
using Orcheo.Hosting.Options;
using Orcheo.Nodes.Http;
using Orcheo.Nodes.Running;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;
using Orcheo.UnitTests.Nodes;

namespace Orcheo.UnitTests.Hosting;

/// <summary>The base of tests that run nodes: the real catalogue with one more type, on a real store, with a clock of their own.</summary>
public abstract class NodeExecutorTest : StoreTest
{
    internal ProbeNode Probe { get; } = new();

    internal LogSink Logs { get; } = new();

    internal FakeCredentials Credentials { get; } = new();

    internal LiveEvents Live { get; } = new(new LiveLimits());

    internal NodeExecutor Executor(ITableStore? store = null)
    {
        var services = NodeTesting.Services(new OutboundHttpOptions { AllowPrivateNetworks = true }, Time);
        var catalog = new NodeCatalog([.. services.GetServices<INode>(), Probe]);
        return new NodeExecutor(
            catalog,
            new ExecutionStore(store ?? Store),
            NewJournal(store, Live),
            new NodeRunner(Time),
            Credentials,
            Live,
            new PersonalDataMasks(new PersonalDataOptions()),
            Time,
            new Logger<NodeExecutor>(new LoggerFactory([Logs])));
    }

    internal static RunNodeInput Input(string executionId, string type, string config = "{}", string values = "{}", string id = "node") => new()
    {
        Tenant = Tenant,
        ExecutionId = executionId,
        Checksum = $"{type}{config}",
        Node = JsonElement.Parse($$"""{"id":"{{id}}","type":"{{type}}","config":{{config}}}"""),
        Retry = NodeRetry.None,
        TimeoutSeconds = 3600,
        Values = JsonElement.Parse(values),
    };

    internal async Task<string[]> TypesAsync(string id) => [.. (await EventsAsync(id)).Select(item => item.Type)];

    /// <summary>Lets the clock go on until the task has ended.</summary>
    internal async Task<T> EndOfAsync<T>(Task<T> task)
    {
        await Eventually.TrueAsync(() => task.IsCompleted, () => Time.Advance(TimeSpan.FromMilliseconds(50)));
        return await task;
    }

    /// <summary>Lets the clock go on until the node is announced.</summary>
    internal async Task AnnouncedAsync(string executionId)
    {
        await Probe.Begun.Task.WaitAsync(Cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        while (!(await EventsAsync(executionId)).Any(item => item.Type == EventTypes.NodeStart))
        {
            limit.Token.ThrowIfCancellationRequested();
            Time.Advance(TimeSpan.FromMilliseconds(50));
        }
    }
}
