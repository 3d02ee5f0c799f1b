using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Invocation;

/// <summary>The local host retries no invocation by itself.</summary>
internal sealed class HostRetryContext : RetryContext
{
    internal static readonly HostRetryContext Instance = new();

    public override int RetryCount => 0;

    public override int MaxRetryCount => 0;
}
