namespace Orcheo.Hosting.Live.Local;

/// <summary>Sends SignalR clients to the hub of this process.</summary>
internal sealed class LocalStreamNegotiator(StreamTokens tokens) : IStreamNegotiator
{
    public Task<StreamAccess> NegotiateAsync(string tenant, string executionId, string origin, CancellationToken cancellationToken) =>
        Task.FromResult(new StreamAccess(origin + LocalStreams.Path, tokens.Issue(tenant, executionId)));
}
