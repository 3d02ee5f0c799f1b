using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>Starting, listing, terminating and purging.</summary>
public sealed class ClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TestHub NewHub(Func<TaskHubOptions, TaskHubOptions>? configure = null) => new TestHub(configure)
        .Orchestrator("Echo", context => Task.FromResult(context.GetInput<int>()))
        .Orchestrator("Fail", _ => Task.FromException<int>(new InvalidOperationException("no")))
        .Orchestrator("Wait", context => context.WaitForExternalEvent<int>("Event"));

    [Fact]
    public async Task Without_dedupe_statuses_an_unfinished_instance_refuses_and_a_finished_one_is_replaced()
    {
        await using TestHub hub = await NewHub().StartAsync();
        await hub.ScheduleAsync("Wait", id: "x");

        OrchestrationAlreadyExistsException refusal = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.ScheduleAsync("Echo", 1, "x"));
        await hub.Client.RaiseEventAsync("x", "Event", 5, Cancellation);
        Assert.Equal(5, (await hub.EndAsync("x")).ReadOutputAs<int>());
        await hub.ScheduleAsync("Echo", 2, "x");

        Assert.Contains("'x'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await hub.EndAsync("x")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Dedupe_statuses_refuse_or_replace_atomically()
    {
        await using TestHub hub = await NewHub().StartAsync();
        StartOrchestrationOptions once = new StartOrchestrationOptions("y").WithDedupeStatuses([.. StartOrchestrationOptionsExtensions.ValidDedupeStatuses]);
        Task<string>[] racing = Enumerable.Range(0, 20)
            .Select(i => hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", i, once, Cancellation)).ToArray();
        await Task.WhenAll(racing).ContinueWith(_ => true, TaskScheduler.Default);

        _ = Assert.Single(racing, task => task.IsCompletedSuccessfully);
        Assert.All(racing.Where(task => task.IsFaulted), task => Assert.IsType<OrchestrationAlreadyExistsException>(task.Exception!.InnerException));
        await hub.EndAsync("y");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, once, Cancellation));
    }

    [Fact]
    public async Task An_empty_list_of_dedupe_statuses_replaces_even_a_running_instance()
    {
        await using TestHub hub = await NewHub().StartAsync();
        await hub.ScheduleAsync("Wait", id: "z");
        Task<OrchestrationMetadata> first = hub.EndAsync("z");

        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", 3, new StartOrchestrationOptions("z").WithDedupeStatuses(), Cancellation);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await first).RuntimeStatus);
        Assert.Equal(3, (await hub.EndAsync("z")).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Dedupe_statuses_that_make_no_sense_are_refused()
    {
        await using TestHub hub = await NewHub().StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Echo", 1, new StartOrchestrationOptions("x").WithDedupeStatuses(OrchestrationRuntimeStatus.Terminated), Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Echo", 1, new StartOrchestrationOptions("x") { DedupeStatuses = ["Sleeping"] }, Cancellation));
        await Assert.ThrowsAsync<ArgumentNullException>(() => hub.ScheduleAsync(string.Empty));
    }

    [Fact]
    public async Task Metadata_shows_tags_times_and_payloads_only_when_asked_for()
    {
        await using TestHub hub = await NewHub().StartAsync();
        StartOrchestrationOptions options = new("m") { Tags = new Dictionary<string, string> { ["a"] = "1" }, Version = "3" };
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Echo", 7, options, Cancellation);
        OrchestrationMetadata full = await hub.EndAsync("m");
        OrchestrationMetadata? bare = await hub.Client.GetInstanceAsync("m", Cancellation);

        Assert.Equal(("Echo", "m", 7, 7), (full.Name, full.InstanceId, full.ReadInputAs<int>(), full.ReadOutputAs<int>()));
        Assert.Equal("1", Assert.Single(bare!.Tags).Value);
        Assert.Equal("1", Assert.Single(full.Tags).Value);
        Assert.Null(bare.SerializedInput);
        Assert.Throws<InvalidOperationException>(() => bare.ReadOutputAs<int>());
        Assert.Contains("Input: '7', Output: '7'", full.ToString(), StringComparison.Ordinal);
        Assert.Null(await hub.Client.GetInstanceAsync("nobody", Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.WaitForInstanceCompletionAsync("nobody", Cancellation));
        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.WaitForInstanceStartAsync("nobody", Cancellation));
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page_and_by_filter()
    {
        await using TestHub hub = await NewHub().StartAsync();
        for (int i = 0; i < 25; i++)
        {
            await hub.RunAsync(i % 5 == 0 ? "Fail" : "Echo", i, $"{(i < 10 ? "a" : "b")}-{i:00}");
        }

        List<int> sizes = [];
        List<string> ids = [];
        await foreach (Page<OrchestrationMetadata> page in hub.Client.GetAllInstancesAsync().AsPages(pageSizeHint: 10).WithCancellation(Cancellation))
        {
            sizes.Add(page.Values.Count);
            ids.AddRange(page.Values.Select(item => item.InstanceId));
        }

        Assert.Equal([10, 10, 5], sizes);
        Assert.Equal(25, ids.Distinct().Count());
        Assert.Equal(5, await CountAsync(hub, new(Statuses: [OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(10, await CountAsync(hub, new(InstanceIdPrefix: "a-", PageSize: 3)));
        Assert.Equal(0, await CountAsync(hub, new(CreatedFrom: DateTimeOffset.UtcNow.AddHours(1))));
        Assert.Equal(25, await CountAsync(hub, new(CreatedFrom: DateTimeOffset.UtcNow.AddHours(-1), CreatedTo: DateTimeOffset.UtcNow)));
        Assert.Equal(0, await CountAsync(hub, new(TaskHubNames: ["other"])));
        await Assert.ThrowsAsync<ArgumentException>(() => CountAsync(hub, new(ContinuationToken: "what?")));
    }

    [Fact]
    public async Task A_purge_removes_what_has_ended_and_nothing_else()
    {
        await using TestHub hub = await NewHub().StartAsync();
        await hub.ScheduleAsync("Wait", id: "open");
        await hub.RunAsync("Echo", 1, "one");
        await hub.RunAsync("Fail", 1, "two");
        await hub.RunAsync("Echo", 1, "three");

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Client.PurgeInstanceAsync("open", Cancellation));
        Assert.Equal(0, (await hub.Client.PurgeInstanceAsync("nobody", Cancellation)).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeInstanceAsync("one", Cancellation)).PurgedInstanceCount);
        Assert.Equal(1, (await hub.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]), Cancellation)).PurgedInstanceCount);
        PurgeResult rest = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), Cancellation);
        Assert.Equal((1, true), (rest.PurgedInstanceCount, rest.IsComplete));
        Assert.Equal("open", Assert.Single(await hub.Client.GetAllInstancesAsync().ToListAsync(Cancellation)).InstanceId);
    }

    [Fact]
    public async Task A_recursive_purge_takes_sub_orchestrations_along()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Parent", context => context.CallSubOrchestratorAsync<int>("Echo", 1)).StartAsync();
        await hub.RunAsync("Parent", id: "p");

        PurgeResult result = await hub.Client.PurgeInstanceAsync("p", new PurgeInstanceOptions(Recursive: true), Cancellation);

        Assert.Equal(2, result.PurgedInstanceCount);
        Assert.Empty(await hub.Client.GetAllInstancesAsync().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_purge_with_no_time_left_says_that_it_is_not_complete()
    {
        FakeTimeProvider clock = new(DateTimeOffset.UtcNow);
        await using TestHub hub = await NewHub(options => options with { TimeProvider = clock }).StartAsync();
        await hub.RunAsync("Echo", 1, "one");
        clock.AutoAdvanceAmount = TimeSpan.FromMinutes(1);

        PurgeResult result = await hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.FromSeconds(1) }, Cancellation);

        Assert.Equal((0, false), (result.PurgedInstanceCount, result.IsComplete));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => hub.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter { Timeout = TimeSpan.Zero }, Cancellation));
    }

    [Fact]
    public async Task Termination_ends_a_pending_a_waiting_and_a_suspended_instance_and_ignores_a_finished_one()
    {
        await using TestHub hub = await NewHub().StartAsync();
        string pending = await hub.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddHours(1)), Cancellation);
        string waiting = await hub.ScheduleAsync("Wait");
        string suspended = await hub.ScheduleAsync("Wait");
        await hub.Client.SuspendInstanceAsync(suspended, Cancellation);
        string done = (await hub.RunAsync("Echo", 1)).InstanceId;

        foreach (string id in new[] { pending, waiting, suspended, done, "nobody" })
        {
            await hub.Client.TerminateInstanceAsync(id, Cancellation);
        }

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(pending)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(waiting)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await hub.EndAsync(suspended)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await hub.EndAsync(done)).RuntimeStatus);
    }

    private static async Task<int> CountAsync(TestHub hub, OrchestrationQuery query)
        => await hub.Client.GetAllInstancesAsync(query).CountAsync(Cancellation);
}
