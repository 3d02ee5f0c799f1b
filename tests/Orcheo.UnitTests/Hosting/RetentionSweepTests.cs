using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Audit;
using Orcheo.Core.Executions;
using Orcheo.Core.Ids;
using Orcheo.Core.Storage;
using Orcheo.Hosting.Retention;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting;

public sealed class RetentionSweepTests : StoreTest
{
    private readonly LogSink _logs = new();

    [Fact]
    public async Task Everything_goes_when_its_own_time_is_over()
    {
        await Store.InitializeAsync([.. AuditStore.Tables, .. ExpiryIndex.Tables, "things"], Cancel);
        var audit = new AuditStore(Store);
        await audit.AppendAsync(Tenant, EntryOf("workflow.create"), Cancel);
        await AddThingAsync("a", Time.GetUtcNow().AddDays(2));
        var ended = await EndedAsync(null);
        var early = await EndedAsync(1);
        var active = await CreateAsync();

        Assert.False((await Sweep().RunAsync(Tenant, Cancel)).Any);
        Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((0, 1, 0, 1), Counts(await Sweep().RunAsync(Tenant, Cancel)));
        Assert.Empty(await EventsAsync(early));
        Assert.NotEmpty(await EventsAsync(ended));
        Assert.Null(await Store.GetAsync("things", Tenant, "a", Cancel));

        Time.Advance(TimeSpan.FromDays(29));
        Assert.Equal((2, 0, 0, 0), Counts(await Sweep().RunAsync(Tenant, Cancel)));
        Assert.Equal([active], await IdsAsync(null));

        Time.Advance(TimeSpan.FromDays(340));
        Assert.Equal((0, 0, 1, 0), Counts(await Sweep().RunAsync(Tenant, Cancel)));
        Assert.Empty((await audit.ListAsync(Tenant, null, null, new ListRequest(), Cancel)).Items);
        Assert.Equal([active], await IdsAsync(null));
        Assert.False((await Sweep().RunAsync(Tenant, Cancel)).Any);
    }

    [Fact]
    public async Task A_host_that_stops_ends_it_and_the_next_one_goes_on()
    {
        await Store.InitializeAsync([.. AuditStore.Tables, .. ExpiryIndex.Tables], Cancel);
        await EndedAsync(null);
        Time.Advance(TimeSpan.FromDays(31));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sweep().RunAsync(Tenant, new CancellationToken(canceled: true)));
        Assert.Equal(1, (await Sweep().RunAsync(Tenant, Cancel)).Executions);
    }

    [Fact]
    public void A_workflows_own_days_go_before_the_setting_and_never_beyond_the_execution()
    {
        var options = new RetentionOptions { ExecutionDays = 10, EventDays = 5 };
        Assert.Equal(5, options.RecordDaysOf(Definition("""{"settings":{}}""")));
        Assert.Equal(5, options.RecordDaysOf(Definition("{}")));
        Assert.Equal(7, options.RecordDaysOf(Definition("""{"settings":{"event_retention_days":7}}""")));
        Assert.Null(options.RecordDaysOf(Definition("""{"settings":{"event_retention_days":10}}""")));
        Assert.Null(new RetentionOptions().RecordDaysOf(Definition("""{"settings":{"event_retention_days":null}}""")));
    }

    private static JsonElement Definition(string json) => JsonElement.Parse(json);

    private static (long Executions, long Records, long Entries, long Rows) Counts(RetentionReport report) =>
        (report.Executions, report.Records, report.Entries, report.Rows);

    private async Task<string> EndedAsync(double? recordDays)
    {
        var id = await CreateAsync(head => head with { RecordDays = recordDays });
        await AppendAsync(id, _ => new JournalBatch
        {
            Events = [Event("end")],
            Change = head => head with { Status = ExecutionStatus.Succeeded, CompletedAt = Time.GetUtcNow() },
        });
        return id;
    }

    private async Task AddThingAsync(string row, DateTimeOffset expiresAt)
    {
        var value = JsonSerializer.SerializeToUtf8Bytes(new { expires_at = expiresAt, more = 1 });
        await Store.WriteAllAsync(
            [new TableBatch("things", Tenant, [TableWrite.Insert(row, value)]), ExpiryIndex.Entry(Tenant, expiresAt, "things", Tenant, row)], Cancel);
    }

    private AuditEntry EntryOf(string action) => new()
    {
        Id = OrcheoId.New(OrcheoId.Audit, Time.GetUtcNow()),
        Ts = Time.GetUtcNow(),
        Actor = new AuditActor("admin_key", "admin", "admin"),
        Action = action,
        Resource = new AuditResource("workflow", "wf_1"),
        Ip = "127.0.0.1",
        RequestId = "r",
    };

    private RetentionSweep Sweep() => new(
        new ExecutionPurge(Store, Time), new AuditStore(Store), new ExpiryIndex(Store, Time), Store, new RetentionOptions(), Time, new Logger<RetentionSweep>(new LoggerFactory([_logs])));
}
