using System.Text.Json;
using Orcheo.Core.Definitions;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Executions;
using Orcheo.Hosting.Retention;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Workers;

/// <summary>Two hosts start, reconcile and purge on one storage at the same time; the task hub that they share is one.</summary>
public abstract class TwoHostTests(ApiFixture fixture) : IAsyncLifetime
{
    private WorkerStorage _storage = null!;
    private WorkerPair _pair = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal abstract Task<WorkerStorage> OpenAsync();

    public async ValueTask InitializeAsync()
    {
        _storage = await OpenAsync();
        var settings = new Dictionary<string, string?>(_storage.Settings) { ["Orcheo:Retention:ExecutionDays"] = "0.00001" };
        _pair = await WorkerPair.StartAsync(settings);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _pair.DisposeAsync();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task A_start_that_comes_to_both_is_one_execution()
    {
        var request = await RequestAsync(Flow.Start().Set("a", new { n = 1 }).Edge("start", "a")) with { ExecutionId = OrcheoId.Derive(OrcheoId.Execution, Guid.NewGuid().ToString()) };
        var starts = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Host(number).Get<ExecutionStarter>().StartOnceAsync(request, _pair.Schedule, Cancel)));

        Assert.Single(starts, start => start.IsNew);
        Assert.All(starts, start => Assert.Equal(request.ExecutionId, start.Head.Id));
        Assert.Equal(ExecutionStatus.Succeeded, (await _pair.EndOfAsync(request.ExecutionId!)).Status);
        Assert.Equal(6, (await _pair.EventsAsync(request.ExecutionId!)).Count(item => item.Type != EventTypes.StateChange));
        Assert.Equal([request.ExecutionId], (await _pair.Executions.ListAsync(WorkerPair.Tenant, new ExecutionFilter(request.WorkflowId), new ListRequest(), Cancel)).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Two_reconcilers_at_once_run_each_lost_start_once()
    {
        var request = await RequestAsync(Flow.Start().Set("a", new { n = 1 }).Edge("start", "a"));
        var lost = new List<string>();
        for (var number = 0; number < 8; number++)
        {
            lost.Add((await Host(number).Get<ExecutionStarter>().StartAsync(request, (_, _) => Task.CompletedTask, Cancel)).Id);
        }

        var access = new RunnerAccess(
            async (id, cancel) => new RunnerView(await _pair.Client.GetInstanceAsync(id, cancel) is not null, null), _pair.Schedule, (_, _) => Task.CompletedTask);
        await Eventually.Becomes(
            async () =>
            {
                await Task.WhenAll(ReconcileAsync(_pair.One), ReconcileAsync(_pair.Other));
                return await Task.WhenAll(lost.Select(id => _pair.Executions.GetHeadAsync(WorkerPair.Tenant, id, Cancel)));
            },
            heads => heads.All(head => head!.Status.HasEnded()),
            "the end of all lost starts");
        foreach (var id in lost)
        {
            Assert.Equal(ExecutionStatus.Succeeded, (await _pair.EndOfAsync(id)).Status);
            Assert.Equal(["start", "a"], (await _pair.EventsAsync(id)).Where(item => item.Type == EventTypes.NodeEnd).Select(item => item.NodeId));
        }

        Task<int> ReconcileAsync(Worker host) => host.Get<ExecutionReconciler>().ReconcileAsync(StatusClass.Active, access, Cancel);
    }

    [Fact]
    public async Task Two_sweeps_at_once_take_everything_and_trip_over_nothing()
    {
        var flow = Flow.Start().Set("a", new { text = new string('x', 100_000) }).Edge("start", "a");
        var ids = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _pair.StartAsync(flow)));
        foreach (var id in ids)
        {
            await _pair.EndOfAsync(id);
        }

        await Eventually.Becomes(
            async () =>
            {
                await Task.WhenAll(_pair.One.Get<RetentionSweep>().RunAsync(WorkerPair.Tenant, Cancel), _pair.Other.Get<RetentionSweep>().RunAsync(WorkerPair.Tenant, Cancel));
                return (await _pair.Executions.ListAsync(WorkerPair.Tenant, new ExecutionFilter(), new ListRequest(), Cancel)).Items.Count;
            },
            left => left == 0,
            "nothing left");
        var store = _pair.One.Get<ITableStore>();
        foreach (var id in ids)
        {
            Assert.Empty((await store.QueryAsync("executions", $"{WorkerPair.Tenant}|{id}", new TableQuery(), Cancel)).Rows);
        }
    }

    [Fact]
    public async Task Starts_on_both_never_run_more_at_once_than_the_workflow_allows()
    {
        var target = await fixture.TargetAsync();
        var request = await RequestAsync(Flow.Start().Http("call", new { url = $"{target.Address}/delay/60" }).Edge("start", "call").Settings(new { max_concurrent_runs = 2 }));
        var starts = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => Host(number).Get<ExecutionStarter>().StartAsync(request, _pair.Schedule, Cancel)));
        var ended = await Task.WhenAll(starts.Select(async start =>
        {
            await Eventually.Becomes(() => _pair.Executions.GetHeadAsync(WorkerPair.Tenant, start.Id, Cancel), head => head!.Status.HasEnded(), "the end");
            return await _pair.EndOfAsync(start.Id);
        }));

        Assert.All(ended, execution => Assert.Equal(ExecutionStatus.Succeeded, execution.Status));
        Assert.All(ended, execution => Assert.InRange(ended.Count(other => other.StartedAt <= execution.StartedAt && other.CompletedAt > execution.StartedAt), 1, 2));
    }

    private Worker Host(int number) => number % 2 == 0 ? _pair.One : _pair.Other;

    private async Task<StartRequest> RequestAsync(Flow flow)
    {
        var document = WorkflowDocumentReader.Read(JsonSerializer.SerializeToUtf8Bytes(flow.Document())).Document!;
        var workflow = (await _pair.One.Get<WorkflowStore>().CreateAsync(WorkerPair.Tenant, document, Cancel)).Value.Id;
        var definition = JsonSerializer.SerializeToElement(flow.Definition()).Deserialize<WorkflowDefinition>(OrcheoJson.Options)!;
        return new StartRequest
        {
            Tenant = WorkerPair.Tenant,
            WorkflowId = workflow,
            WorkflowVersion = 0,
            Definition = DefinitionHash.Of(definition),
            NodeCount = definition.Nodes.Count,
            Trigger = new ExecutionTrigger(ExecutionTrigger.Api),
        };
    }
}

/// <summary>On a SQLite file that both share.</summary>
public sealed class SqliteTwoHostTests(ApiFixture fixture) : TwoHostTests(fixture)
{
    internal override Task<WorkerStorage> OpenAsync() => Task.FromResult(WorkerStorage.Sqlite());
}

/// <summary>On Azure Tables, which Azurite plays.</summary>
public sealed class AzureTwoHostTests(ApiFixture fixture, AzuriteFixture azurite) : TwoHostTests(fixture)
{
    internal override Task<WorkerStorage> OpenAsync() => WorkerStorage.AzureAsync(azurite);
}
