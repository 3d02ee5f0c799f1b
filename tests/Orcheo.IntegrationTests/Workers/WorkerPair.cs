using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Plans;
using Orcheo.Core.Workflows;
using Orcheo.Durable;
using Orcheo.Hosting.Executions;
using Orcheo.IntegrationTests.Support;
using Orcheo.Orchestrations;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>
/// A task hub whose activities run on two workers on one storage: in turns, or each on both at once, as a queue delivers that promises
/// at least once. It measures every message.
/// </summary>
internal sealed class WorkerPair : IAsyncDisposable
{
    public const string Tenant = "default";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-workers-");
    private readonly ConcurrentDictionary<string, int> _longest = new();
    private readonly TaskHub _hub;
    private readonly bool _twice;
    private int _calls;

    private WorkerPair(Worker one, Worker other, bool twice)
    {
        (One, Other, _twice) = (one, other, twice);
        _hub = new TaskHub(new TaskHubOptions { DataDirectory = _folder.FullName });
        var execute = new ExecuteWorkflow(one.Get<WorkflowPlanCache>());
        _hub.AddOrchestrator(ExecutionOrchestration.Name, async context =>
        {
            await execute.RunAsync(context);
            return null;
        });
        _hub.AddOrchestrator(nameof(RunAgent), async context => await RunAgent.RunAsync(context));
        foreach (var name in ActivityNames())
        {
            _hub.AddActivity(name, DeliverAsync);
        }
    }

    public Worker One { get; }

    public Worker Other { get; }

    public DurableTaskClient Client => _hub.Client;

    /// <summary>Hands executions to the hub as the function apps do.</summary>
    public ScheduleExecution Schedule => async (message, cancel) =>
    {
        var options = new StartOrchestrationOptions(message.ExecutionId).WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        try
        {
            await Client.ScheduleNewOrchestrationInstanceAsync(ExecutionOrchestration.Name, message, options, cancel);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // The hub has it.
        }
    };

    public ExecutionStore Executions => Other.Get<ExecutionStore>();

    /// <summary>The longest message by what it was for, in characters.</summary>
    public IReadOnlyDictionary<string, int> Longest => _longest;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="storage">Where the rows are.</param>
    /// <param name="twice">Whether each activity runs on both workers at once.</param>
    public static async Task<WorkerPair> StartAsync(IReadOnlyDictionary<string, string?> storage, bool twice = false)
    {
        var pair = new WorkerPair(await Worker.StartAsync(storage), await Worker.StartAsync(storage), twice);
        await pair._hub.StartAsync(Cancel);
        return pair;
    }

    /// <summary>Starts an inline workflow.</summary>
    public async Task<string> StartAsync(Flow flow, JsonElement? input = null, Func<ExecuteWorkflowInput, ExecuteWorkflowInput>? change = null)
    {
        var definition = JsonSerializer.SerializeToElement(flow.Definition()).Deserialize<WorkflowDefinition>(Core.Json.OrcheoJson.Options)!;
        return await StartAsync(
            new StartRequest
            {
                Tenant = Tenant,
                Definition = DefinitionHash.Of(definition),
                NodeCount = definition.Nodes.Count,
                Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
                Input = input ?? Core.Json.OrcheoJson.Null,
            },
            change);
    }

    /// <summary>Starts what is asked for.</summary>
    public async Task<string> StartAsync(StartRequest request, Func<ExecuteWorkflowInput, ExecuteWorkflowInput>? change = null) =>
        (await One.Get<ExecutionStarter>().StartAsync(request, (message, cancel) => Schedule(change?.Invoke(message) ?? message, cancel), Cancel)).Id;

    /// <summary>Waits for the end of an execution and reads it.</summary>
    public async Task<Execution> EndOfAsync(string id)
    {
        var metadata = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Cancel);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        foreach (var instance in await Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true }).ToListAsync(Cancel))
        {
            Measure(instance.InstanceId);
        }

        return (await Executions.GetAsync(Tenant, id, Cancel))!;
    }

    public async Task<Execution> RunAsync(Flow flow, JsonElement? input = null) => await EndOfAsync(await StartAsync(flow, input));

    public async Task<IReadOnlyList<ExecutionEvent>> EventsAsync(string id)
    {
        var events = await Executions.GetEventsAsync(Tenant, id, 0, 100_000, Cancel);
        Assert.Equal(Enumerable.Range(1, events.Count), events.Select(item => (int)item.Seq));
        return events;
    }

    /// <summary>That no message, and nothing in history, was longer than what is promised.</summary>
    public void AssertBounded()
    {
        Assert.NotEmpty(_longest);
        Assert.All(_longest, item => Assert.True(item.Value <= MessageLimits.Message, string.Create(CultureInfo.InvariantCulture, $"{item.Key}: {item.Value} characters")));
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await One.DisposeAsync();
        await Other.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static IEnumerable<string> ActivityNames() => typeof(Activities).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .Where(method => method.GetParameters().Any(parameter => parameter.GetCustomAttribute<ActivityTriggerAttribute>() is not null))
        .Select(method => method.Name);

    private async Task<object?> DeliverAsync(ActivityCall call, CancellationToken cancellationToken)
    {
        Note($"input of {call.Name}", call.RawInput);
        var number = Interlocked.Increment(ref _calls);
        Worker[] workers = _twice ? [One, Other] : [number % 2 == 0 ? One : Other];
        var results = await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(call, Client, cancellationToken))));

        // Which of the two answers counts is up to the queue.
        var result = results[number % results.Length];
        Note($"answer of {call.Name}", JsonDataConverter.Default.Serialize(result));
        return result;
    }

    /// <summary>Measures everything in the history of an instance.</summary>
    private void Measure(string instance)
    {
        var history = RecordedHistory.Read(_hub.Engine, instance)!;
        Note($"start of {history.Name}", history.Input);
        foreach (var turn in history.Turns)
        {
            foreach (var input in turn.Inputs)
            {
                Note($"history of {history.Name}: {input.Kind}", input.Payload);
            }
        }
    }

    private void Note(string what, string? text) => _longest.AddOrUpdate(what, text?.Length ?? 0, (_, longest) => Math.Max(longest, text?.Length ?? 0));
}
