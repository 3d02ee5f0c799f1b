using Azure.Core;
using Azure.Core.Pipeline;

namespace Orcheo.Storage.AzureTables;

/// <summary>Counts how often the SDK sent the requests of one call.</summary>
/// <remarks>
/// A request that was sent again after a time-out may meet its own first effect: an insert finds the row that it itself inserted. Only
/// then must a conflict be doubted, and this tells when.
/// </remarks>
internal sealed class AttemptCounter
{
    private const string Property = "orcheo.attempts";

    private int _attempts;

    /// <summary>Whether some request was sent more than once.</summary>
    public bool Repeated => _attempts > 1;

    /// <summary>The requests sent until the scope is disposed are counted here, from 0.</summary>
    public IDisposable Begin()
    {
        _attempts = 0;
        return HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = this });
    }

    /// <summary>Goes into the pipeline behind the SDK's policy of retries.</summary>
    internal sealed class Policy : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message)
        {
            if (message.TryGetProperty(Property, out var value) && value is AttemptCounter counter)
            {
                counter._attempts++;
            }
        }
    }
}
