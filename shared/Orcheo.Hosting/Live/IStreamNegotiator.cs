using System.Text.Json.Serialization;

namespace Orcheo.Hosting.Live;

/// <summary>Lets SignalR clients watch an execution: here, or at Azure SignalR Service.</summary>
public interface IStreamNegotiator
{
    /// <summary>How long what it gives can be used to connect.</summary>
    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    /// <summary>Says where a client connects, and gives it a token for one execution.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="executionId">The execution, which must exist.</param>
    /// <param name="origin">Where the client reaches Orcheo, e.g. <c>https://orcheo.example.com</c>.</param>
    /// <param name="cancellationToken">The client has gone.</param>
    /// <exception cref="Core.Errors.OrcheoException">There is no stream here, or it cannot be reached.</exception>
    Task<StreamAccess> NegotiateAsync(string tenant, string executionId, string origin, CancellationToken cancellationToken);
}

/// <summary>What a SignalR client is told when it negotiates; the names are SignalR's.</summary>
/// <param name="Url">Where it connects.</param>
/// <param name="AccessToken">What it shows there.</param>
public sealed record StreamAccess([property: JsonPropertyName("url")] string Url, [property: JsonPropertyName("accessToken")] string AccessToken);
