using System.Net;
using System.Text.Json;
using Orcheo.Core.Ids;
using Orcheo.Core.Triggers;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>Stores triggers while the stack does not run, as it would have stored them itself.</summary>
internal static class CronSeed
{
    public static async Task WriteAsync(LocalStack stack, IEnumerable<CronTrigger> triggers)
    {
        var cancel = TestContext.Current.CancellationToken;
        var database = stack.OpenStore();
        await using var open = database as IAsyncDisposable;
        await database.InitializeAsync(CronTriggerStore.Tables, cancel);
        var store = new CronTriggerStore(database);
        foreach (var chunk in triggers.Chunk(200))
        {
            await Task.WhenAll(chunk.Select(trigger => store.CreateAsync("default", trigger, cancel)));
        }
    }

    /// <summary>Everything that a list has, page by page.</summary>
    public static async Task<List<JsonElement>> AllAsync(ApiClient client, string path)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = (await client.GetAsync(path + (cursor is null ? "" : $"&cursor={cursor}"))).Expect(HttpStatusCode.OK).Json;
            items.AddRange(page.Items());
            cursor = page.NextCursor();
        }
        while (cursor is not null);

        return items;
    }

    public static CronTrigger Trigger(string workflow, string cron, DateTimeOffset next) => new()
    {
        Id = OrcheoId.New(OrcheoId.Cron, DateTimeOffset.UtcNow),
        WorkflowId = workflow,
        Cron = cron,
        Timezone = "UTC",
        MisfirePolicy = MisfirePolicy.Queue,
        CreatedAt = DateTimeOffset.UtcNow,
        UpdatedAt = DateTimeOffset.UtcNow,
        ScheduledSince = DateTimeOffset.UtcNow,
        NextFireAt = next,
    };
}
