using System.Security.Cryptography;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Azure.SignalR.Common;
using Microsoft.Azure.SignalR.Management;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Live.Local;
using Orcheo.Hosting.Live.Service;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Live.AzureSignalR;

/// <summary>
/// Azure SignalR Service in serverless mode: it holds the clients' connections, Orcheo only talks to its REST API. Each negotiation
/// makes a user of its own, who is in the execution's group before it connects, so that no event falls in between.
/// </summary>
internal sealed class SignalRService(OrcheoOptions options, ILoggerFactory loggers) : IStreamNegotiator, IEventSender, IAsyncDisposable
{
    private const string Hub = "executions";

    /// <summary>
    /// How long a user stays in the group, whether connected or not. Longer than the token, since a connection outlives it; whoever
    /// watches for longer still negotiates again.
    /// </summary>
    private static readonly TimeSpan Membership = TimeSpan.FromHours(24);

    private readonly ServiceManager _manager = new ServiceManagerBuilder()
        .WithOptions(service =>
        {
            service.ConnectionString = options.SignalR.ConnectionString;
            service.ServiceTransportType = ServiceTransportType.Transient;
        })
        .WithHubProtocols(new JsonHubProtocol(), new MessagePackHubProtocol())
        .WithLoggerFactory(loggers)
        .BuildServiceManager();

    private readonly SemaphoreSlim _creating = new(1, 1);
    private ServiceHubContext? _hub;

    public async Task<StreamAccess> NegotiateAsync(string tenant, string executionId, string origin, CancellationToken cancellationToken)
    {
        var user = $"{executionId}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        try
        {
            var hub = await HubAsync(cancellationToken);
            await hub.UserGroups.AddToGroupAsync(user, EventSending.GroupOf(tenant, executionId), Membership, cancellationToken);
            var answer = await hub.NegotiateAsync(
                new NegotiationOptions { UserId = user, TokenLifetime = IStreamNegotiator.Lifetime }, cancellationToken);
            return new StreamAccess(answer.Url!, answer.AccessToken!);
        }
        catch (Exception exception) when (exception is AzureSignalRException or HttpRequestException or Azure.RequestFailedException or InvalidOperationException)
        {
            throw new OrcheoException(
                ErrorCodes.StreamUnavailable,
                "SignalR Service cannot be reached. Try again, or follow the execution as server-sent events.",
                innerException: exception);
        }
    }

    public async Task SendAsync(string group, LiveEvent next, CancellationToken cancellationToken)
    {
        var hub = await HubAsync(cancellationToken);
        await hub.Clients.Group(group).SendCoreAsync(EventMessage.Method, [new EventMessage(next)], cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_hub is { } hub)
        {
            await hub.DisposeAsync();
        }

        _manager.Dispose();
        _creating.Dispose();
    }

    /// <summary>The hub, which is made when it is first needed, and again after that has failed.</summary>
    private async ValueTask<ServiceHubContext> HubAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _hub) is { } present)
        {
            return present;
        }

        await _creating.WaitAsync(cancellationToken);
        try
        {
            return _hub ??= await _manager.CreateHubContextAsync(Hub, cancellationToken);
        }
        finally
        {
            _creating.Release();
        }
    }
}
