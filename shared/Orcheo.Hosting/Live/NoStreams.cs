using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Live;

/// <summary>For a process that has no SignalR: clients take the stream of server-sent events.</summary>
internal sealed class NoStreams : IStreamNegotiator
{
    public Task<StreamAccess> NegotiateAsync(string tenant, string executionId, string origin, CancellationToken cancellationToken) =>
        throw new OrcheoException(
            ErrorCodes.StreamNotConfigured,
            "SignalR is not set up here. Follow the execution by 'GET /executions/{id}/events' with 'Accept: text/event-stream', or set Orcheo__SignalR__ConnectionString.");
}
