using System.Text.Json;

namespace Orcheo.Core.Nodes;

/// <summary>
/// The door through which a node calls the world outside. What goes through it is recorded, redacted and bounded, with the
/// execution; a replay in the mode <c>recorded</c> is answered from that record, and the call is not made.
/// </summary>
public interface IExternalCalls
{
    /// <summary>Makes a call and records it, or answers it from the record.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="perform">Makes the call; not called in a recorded replay. What it gives is JSON, so that the record can answer the same.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>What <paramref name="perform"/> gave, now or when it was recorded.</returns>
    /// <exception cref="NodeException">The call failed, now or when it was recorded; or the record does not have it (ORC3016).</exception>
    Task<JsonElement> CallAsync(ExternalCall call, Func<CancellationToken, Task<JsonElement>> perform, CancellationToken cancellationToken);
}

/// <summary>A call to the world outside, as it is recorded and found again.</summary>
/// <param name="Kind">What kind of call it is, e.g. <c>http</c>.</param>
/// <param name="Target">What is called, in a few words without secrets: e.g. <c>GET https://api.example.com/items</c>.</param>
/// <param name="Request">
/// The request without its credential: two calls are the same when their kind and request are the same JSON.
/// </param>
public sealed record ExternalCall(string Kind, string Target, JsonElement Request);

/// <summary>Makes every call and records none.</summary>
public sealed class UnrecordedCalls : IExternalCalls
{
    /// <summary>The one instance.</summary>
    public static UnrecordedCalls Instance { get; } = new();

    private UnrecordedCalls()
    {
    }

    /// <inheritdoc />
    public Task<JsonElement> CallAsync(ExternalCall call, Func<CancellationToken, Task<JsonElement>> perform, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(perform);
        return perform(cancellationToken);
    }
}
