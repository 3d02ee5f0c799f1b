using Microsoft.AspNetCore.Http;
using Orcheo.Core.Credentials;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Triggers.Webhooks;
using Orcheo.Durable;
using Orcheo.Hosting;
using Orcheo.Hosting.Triggers;
using Orcheo.Triggers;
using Orcheo.UnitTests.Executions;
using Orcheo.UnitTests.Functions;

namespace Orcheo.UnitTests.Hosting;

/// <summary>How the end of an execution is waited for that runs in other processes: by looks into the store, often at first and less often later.</summary>
public sealed class WebhookAnswerWaitTests : StoreTest
{
    private const int LooksInHalfAMinute = 50;

    [Fact]
    public async Task An_end_that_another_process_writes_is_answered_with_and_costs_few_looks()
    {
        var id = await CreateAsync();
        var head = await HeadAsync(id);
        var store = new CountingStore(Store);

        // A task hub that knows nothing of the execution: whoever waits for it there waits in vain.
        await using var hub = new TaskHub(new TaskHubOptions { DataDirectory = Folder });
        await hub.StartAsync(Cancel);
        var answers = new WebhookAnswers(new ExecutionStore(store), new WebhookOptions(), new DurableRunner("elsewhere"), Time);
        var waiting = answers.AnswerAsync(Tenant, Trigger(), head, hub.Client, Cancel);
        var until = Time.GetUtcNow().AddSeconds(30);
        await Eventually.TrueAsync(() => Time.GetUtcNow() >= until, () => Time.Advance(TimeSpan.FromMilliseconds(100)));

        Assert.False(waiting.IsCompleted);
        Assert.InRange(store.Reads.Count, 3, LooksInHalfAMinute);
        await AppendAsync(id, _ => new JournalBatch
        {
            Events = [new PendingEvent(EventTypes.ExecutionEnd, Time.GetUtcNow(), null, OrcheoJson.EmptyObject)],
            Output = OrcheoJson.EmptyObject,
            Change = now => now with { Status = ExecutionStatus.Succeeded },
        });
        await Eventually.TrueAsync(() => waiting.IsCompleted, () => Time.Advance(TimeSpan.FromMilliseconds(100)));
        Assert.Equal(StatusCodes.Status200OK, (await waiting).Status);
    }

    private WebhookTrigger Trigger() => new()
    {
        Id = "hook_1",
        Settings = new WebhookSettings { WorkflowId = "wf_1", ResponseMode = WebhookResponseMode.OnCompletion },
        TokenHash = "hash",
        Revision = 1,
        SecretsVersion = 1,
        Secrets = new SecretEnvelope(SecretEnvelope.CurrentFormat, "key", "", ""),
        CreatedAt = Time.GetUtcNow(),
        UpdatedAt = Time.GetUtcNow(),
    };
}
