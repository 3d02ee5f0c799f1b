using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>Damage, a full disk, a second owner: a clear error or an orderly stop, never a silent loss.</summary>
public sealed class FailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static TestHub NewHub(Func<TaskHubOptions, TaskHubOptions>? configure = null) => new TestHub(configure)
        .Activity<int, int>("Same", value => value)
        .Orchestrator("Echo", context => Task.FromResult(context.GetInput<string>()))
        .Orchestrator("Wait", context => context.WaitForExternalEvent<int>("Event"));

    [Fact]
    public async Task A_second_owner_is_refused_and_may_start_when_the_first_has_stopped()
    {
        await using TestHub hub = await NewHub().StartAsync();
        await using TaskHub second = hub.Create();

        TaskHubException refusal = await Assert.ThrowsAsync<TaskHubException>(() => second.StartAsync(Cancellation));
        Assert.Equal(TaskHubFault.AlreadyOwned, refusal.Fault);
        Assert.Contains(hub.Database, refusal.Message, StringComparison.Ordinal);
        await hub.Hub.StopAsync(Cancellation);
        await using TaskHub third = hub.Create();
        await third.StartAsync(Cancellation);
        await Assert.ThrowsAsync<InvalidOperationException>(() => third.StartAsync(Cancellation));
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("header")]
    [InlineData("other application")]
    public async Task A_damaged_database_is_refused(string damage)
    {
        await using TestHub hub = await NewHub().StartAsync();
        for (int i = 0; i < 30; i++)
        {
            await hub.RunAsync("Echo", new string('x', 3000));
        }

        await hub.Hub.StopAsync(Cancellation);
        Damage(hub.Database, damage);
        await using TaskHub again = hub.Create();

        TaskHubException refusal = await Assert.ThrowsAsync<TaskHubException>(() => again.StartAsync(Cancellation));
        Assert.Equal(TaskHubFault.Corrupt, refusal.Fault);
        Assert.Contains(hub.Database, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_newer_schema_is_refused()
    {
        await using TestHub hub = await NewHub().StartAsync();
        await hub.Hub.StopAsync(Cancellation);
        Edit(hub.Database, "PRAGMA user_version=99");
        await using TaskHub again = hub.Create();

        TaskHubException refusal = await Assert.ThrowsAsync<TaskHubException>(() => again.StartAsync(Cancellation));

        Assert.Equal(TaskHubFault.NewerSchema, refusal.Fault);
        Assert.Contains("99", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused()
    {
        using TempFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        await File.WriteAllTextAsync(file, "x", Cancellation);
        await using TaskHub hub = new(new() { DataDirectory = Path.Combine(file, "sub") });

        TaskHubException refusal = await Assert.ThrowsAsync<TaskHubException>(() => hub.StartAsync(Cancellation));

        Assert.Equal(TaskHubFault.NotWritable, refusal.Fault);
    }

    [Fact]
    public async Task A_full_disk_stops_the_hub_and_what_was_acknowledged_is_there_afterwards()
    {
        bool full = true;
        await using TestHub hub = await NewHub(options => full ? options with { MaxDatabasePages = 120 } : options).StartAsync();
        await hub.ScheduleAsync("Wait", id: "waiting");
        Task<OrchestrationMetadata> waiter = hub.EndAsync("waiting");
        List<string> acknowledged = [];
        TaskHubException refusal = await Assert.ThrowsAsync<TaskHubException>(async () =>
        {
            while (true)
            {
                acknowledged.Add(await hub.ScheduleAsync("Wait", new string('x', 2000)));
            }
        });

        Assert.Equal(TaskHubFault.DiskFull, refusal.Fault);
        Assert.Equal(TaskHubFault.DiskFull, (await Assert.ThrowsAsync<TaskHubException>(() => hub.Hub.Completion)).Fault);
        await Assert.ThrowsAsync<TaskHubException>(() => waiter);
        await Assert.ThrowsAsync<TaskHubException>(() => hub.ScheduleAsync("Echo"));
        full = false;
        await hub.RestartAsync();
        Assert.NotEmpty(acknowledged);
        foreach (string id in acknowledged)
        {
            await hub.Client.RaiseEventAsync(id, "Event", 1, Cancellation);
            Assert.Equal(1, (await hub.EndAsync(id)).ReadOutputAs<int>());
        }
    }

    [Fact]
    public async Task One_turn_that_cannot_be_written_fails_its_instance_and_no_other()
    {
        await using TestHub hub = await NewHub()
            .Orchestrator("Call", context => context.CallActivityAsync<int>("Same", context.GetInput<int>())).StartAsync();
        await hub.Hub.StopAsync(Cancellation);
        Edit(hub.Database, "CREATE TRIGGER poison BEFORE INSERT ON work_items WHEN NEW.input='13' BEGIN SELECT RAISE(ABORT, 'poison'); END");
        await hub.StartAsync();

        OrchestrationMetadata[] ends = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => hub.RunAsync("Call", i)));

        Assert.All(ends, (end, i) => Assert.Equal(i == 13, end.RuntimeStatus == OrchestrationRuntimeStatus.Failed));
        Assert.Contains("poison", ends[13].FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_turn_fails_its_instance_and_says_so()
    {
        await using TestHub hub = await NewHub().StartAsync();
        string id = await hub.ScheduleAsync("Wait");
        await hub.UntilAsync(id, metadata => metadata.IsRunning);
        await hub.Hub.StopAsync(Cancellation);
        Edit(hub.Database, "UPDATE history SET events=zeroblob(length(events))");
        await hub.StartAsync();

        await hub.Client.RaiseEventAsync(id, "Event", 1, Cancellation);

        Assert.Contains("checksum", (await hub.EndAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_contradicts_its_history_fails_the_instance_and_both_actions_are_named()
    {
        bool changed = false;
        await using TestHub hub = await NewHub()
            .Orchestrator("Changing", async context =>
            {
                if (changed)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                }

                await context.CallActivityAsync<int>("Same", 1);
                return await context.WaitForExternalEvent<int>("Event");
            }).StartAsync();
        string id = await hub.ScheduleAsync("Changing");
        await hub.UntilAsync(id, metadata => metadata.IsRunning);
        await hub.UntilAsync(id, _ => RecordedHistory.Read(hub.Hub.Engine, id)!.Turns.Count == 2);
        changed = true;
        await hub.RestartAsync();

        await hub.Client.RaiseEventAsync(id, "Event", 1, Cancellation);

        TaskFailureDetails failure = (await hub.EndAsync(id)).FailureDetails!;
        Assert.Equal("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException", failure.ErrorType);
        Assert.Contains("call of activity 'Same' (#0)", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("timer (#0)", failure.ErrorMessage, StringComparison.Ordinal);
    }

    private static void Damage(string path, string kind)
    {
        switch (kind)
        {
            case "garbage":
                using (FileStream file = new(path, FileMode.Open))
                {
                    file.Seek(4096, SeekOrigin.Begin);
                    file.Write(Enumerable.Repeat((byte)0xA5, 60_000).ToArray());
                }

                break;
            case "truncated":
                using (FileStream file = new(path, FileMode.Open))
                {
                    file.SetLength(file.Length / 2 / 4096 * 4096);
                }

                break;
            case "empty":
                File.WriteAllBytes(path, []);
                break;
            case "header":
                File.WriteAllBytes(path, [.. "This is not a database"u8, .. new byte[8192]]);
                break;
            default:
                Edit(path, "PRAGMA application_id=1");
                break;
        }
    }

    private static void Edit(string path, string sql)
    {
        using SqliteDatabase database = new(path, readOnly: false);
        database.Execute(sql);
    }
}
