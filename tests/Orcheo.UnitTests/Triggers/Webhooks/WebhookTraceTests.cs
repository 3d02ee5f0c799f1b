using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Audit;
using Orcheo.Core.Credentials;
using Orcheo.Core.Storage;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Core.Triggers.Webhooks.Signatures;
using Orcheo.Hosting.Triggers;
using Orcheo.Storage.Sqlite;

namespace Orcheo.UnitTests.Triggers.Webhooks;

/// <summary>What deliveries leave behind: counts, an audit line, a metric; and how many are taken.</summary>
public sealed class WebhookTraceTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-hook-");
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, TimeSpan.Zero));
    private SqliteTableStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private WebhookTrigger Trigger => new()
    {
        Id = "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
        Settings = new WebhookSettings { WorkflowId = "wf_01k3z5w8q7m2n4p6r8t0v2x4y6", Scheme = "standard" },
        TokenHash = "h",
        Revision = 1,
        SecretsVersion = 1,
        Secrets = new SecretEnvelope(1, "k", "w", "c"),
        CreatedAt = _time.GetUtcNow(),
        UpdatedAt = _time.GetUtcNow(),
    };

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(_folder.FullName, "test.db") });
        await _store.InitializeAsync([.. WebhookStore.Tables, .. AuditStore.Tables], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void A_bucket_empties_refills_steadily_and_follows_a_new_limit()
    {
        var rates = new WebhookRates(_time);
        var rate = new WebhookRate(2, 3);
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => rates.Take("a", rate) == TimeSpan.Zero));
        Assert.Equal(TimeSpan.FromSeconds(0.5), rates.Take("a", rate));
        Assert.Equal(TimeSpan.Zero, rates.Take("b", rate));
        _time.Advance(TimeSpan.FromSeconds(0.5));
        Assert.Equal(TimeSpan.Zero, rates.Take("a", rate));
        Assert.NotEqual(TimeSpan.Zero, rates.Take("a", rate));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, Enumerable.Range(0, 10).Count(_ => rates.Take("a", new WebhookRate(2, 1)) == TimeSpan.Zero));
    }

    [Fact]
    public async Task Counts_are_added_and_vanish_with_their_trigger()
    {
        var hooks = new WebhookStore(_store);
        var created = await hooks.CreateAsync("t", Trigger, Cancel);
        using var counters = new WebhookCounters(hooks, _time, NullLogger<WebhookCounters>.Instance);
        counters.Fired("t", Trigger, "exe_1", _time.GetUtcNow());
        counters.Rejected("t", Trigger);
        Assert.Equal(new WebhookCounts(1, 1, _time.GetUtcNow(), "exe_1"), await counters.GetAsync("t", Trigger, Cancel));
        await counters.FlushAsync(Cancel);
        counters.Rejected("t", Trigger);
        await counters.FlushAsync(Cancel);
        Assert.Equal(new WebhookCounts(1, 2, _time.GetUtcNow(), "exe_1"), await hooks.GetCountsAsync("t", "h", Cancel));

        Assert.True(await hooks.DeleteAsync("t", created, Cancel));
        counters.Rejected("t", Trigger);
        await counters.FlushAsync(Cancel);
        Assert.Equal(new WebhookCounts(), await hooks.GetCountsAsync("t", "h", Cancel));
    }

    [Fact]
    public async Task A_rejection_is_a_metric_and_an_audit_line_and_a_passed_limit_one_line_a_minute()
    {
        var audit = new AuditStore(_store);
        using var counters = new WebhookCounters(new WebhookStore(_store), _time, NullLogger<WebhookCounters>.Instance);
        var rejections = new WebhookRejections(audit, counters, _time);
        var measured = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument.Name == "orcheo.webhook.rejected")
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (measured)
            {
                measured.Add((string)tags[0].Value!);
            }
        });
        listener.Start();
        await rejections.RecordAsync("t", Trigger, WebhookRejection.BadSignature, "127.0.0.1", "r1");
        _time.Advance(TimeSpan.FromMilliseconds(1)); // Within a millisecond, entries have no order.
        for (var i = 0; i < 5; i++)
        {
            await rejections.RecordAsync("t", Trigger, WebhookRejection.RateLimited, "127.0.0.1", "r2");
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        await rejections.RecordAsync("t", Trigger, WebhookRejection.RateLimited, "127.0.0.1", "r3");
        Assert.Equal(1, measured.Count(reason => reason == "bad_signature"));
        Assert.Equal(6, measured.Count(reason => reason == "rate_limited"));
        var lines = await audit.ListAsync("t", Trigger.Id, null, new ListRequest(), Cancel);
        Assert.Equal(["r3", "r2", "r1"], lines.Items.Select(line => line.RequestId));
    }
}
