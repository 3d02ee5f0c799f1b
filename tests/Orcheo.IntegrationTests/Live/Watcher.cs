using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Live;

/// <summary>
/// Follows an execution as a client should, coming and going at random: it takes what is sent, and what it has missed meanwhile by
/// <c>after=seq</c>. Nothing that was sent to it may be missing, come twice or be out of order.
/// </summary>
internal abstract class Watcher(LocalStack stack, PlainClient api, string executionId, Random random)
{
    private readonly List<JsonElement> _events = [];

    /// <summary>How often it has connected.</summary>
    public int Connections { get; private set; }

    protected LocalStack Stack => stack;

    protected PlainClient Api => api;

    protected string ExecutionId => executionId;

    /// <summary>The seq of the last event that it has.</summary>
    protected int Last => _events.Count;

    private bool HasEnded => _events.Count > 0 && _events[^1].Text("type") == "execution_end";

    /// <summary>Follows to the end.</summary>
    /// <returns>Every event.</returns>
    public async Task<IReadOnlyList<JsonElement>> RunAsync()
    {
        while (!HasEnded)
        {
            Connections++;
            await WatchAsync(random.Next(1, 12));
        }

        return _events;
    }

    /// <summary>Connects and takes so many events, or all there are.</summary>
    protected abstract Task WatchAsync(int events);

    /// <summary>Takes the next event; one that it has already is passed over where that may be.</summary>
    protected bool Take(JsonElement item, bool mayHave)
    {
        if (mayHave && item.Number("seq") <= Last)
        {
            return false;
        }

        Assert.Equal(Last + 1, item.Number("seq"));
        _events.Add(item);
        return true;
    }

    /// <summary>Over server-sent events.</summary>
    internal sealed class OfServerSentEvents(LocalStack stack, PlainClient api, string executionId, Random random) : Watcher(stack, api, executionId, random)
    {
        protected override async Task WatchAsync(int events)
        {
            using var stream = await EventStream.OpenAsync(Stack, ExecutionId, lastEventId: Last);
            while (events-- > 0 && await stream.NextAsync() is { } next)
            {
                Take(next.Data, mayHave: false);
            }
        }
    }

    /// <summary>Over SignalR.</summary>
    internal sealed class OfSignalR(LocalStack stack, PlainClient api, string executionId, Random random, bool messagePack)
        : Watcher(stack, api, executionId, random)
    {
        protected override async Task WatchAsync(int events)
        {
            await using var client = await HubClient.ConnectAsync(new Uri(Stack.Address, $"/api/executions/{ExecutionId}/stream"), Stack.AdminKey, messagePack);
            await CatchUpAsync();
            while (events > 0 && !HasEnded)
            {
                var next = await client.NextAsync() ?? throw new InvalidOperationException("The connection was closed.");
                events -= Take(next, mayHave: true) ? 1 : 0;
            }
        }

        private async Task CatchUpAsync()
        {
            foreach (var item in await Api.EventsAsync(ExecutionId, Last))
            {
                Take(item, mayHave: false);
            }
        }
    }
}
