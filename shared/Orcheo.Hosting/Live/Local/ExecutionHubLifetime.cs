using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Orcheo.Hosting.Live.Local;

/// <summary>
/// Sends every connection of the hub what its subscription brings, in the bytes that all of them share. A client that does not keep up
/// is dropped: it connects again and catches up by <c>after=seq</c>.
/// </summary>
internal class ExecutionHubLifetime(LiveOptions options, TimeProvider time, ILogger<ExecutionHubLifetime> logger)
    : DefaultHubLifetimeManager<ExecutionHub>(logger)
{
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        await base.OnConnectedAsync(connection);
        _ = SendAsync(connection, connection.Features.Get<LiveSubscription>()!);
    }

    private async Task SendAsync(HubConnectionContext connection, LiveSubscription subscription)
    {
        try
        {
            while (await subscription.WaitAsync(connection.ConnectionAborted))
            {
                await SendWaitingAsync(connection, subscription);
            }
        }
        catch (OperationCanceledException)
        {
            // It has gone.
        }
        catch (TimeoutException)
        {
            Drop(connection);
        }
        catch (Exception exception)
        {
            HostingLogs.StreamFailed(logger, connection.ConnectionId, exception);
            connection.Abort();
        }
    }

    private async Task SendWaitingAsync(HubConnectionContext connection, LiveSubscription subscription)
    {
        while (subscription.TryRead(out var next))
        {
            var write = connection.WriteAsync(next.Message, connection.ConnectionAborted);
            if (!write.IsCompletedSuccessfully)
            {
                await write.AsTask().WaitAsync(options.WriteLimit, time, connection.ConnectionAborted);
            }
        }

        if (subscription.TakeLoss())
        {
            Drop(connection);
        }
    }

    private void Drop(HubConnectionContext connection)
    {
        HostingLogs.WatcherDropped(logger, connection.ConnectionId);
        connection.Abort();
    }
}
