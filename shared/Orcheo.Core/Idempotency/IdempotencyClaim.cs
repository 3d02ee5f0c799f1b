namespace Orcheo.Core.Idempotency;

/// <summary>A request that carries an <c>Idempotency-Key</c>.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="CallerId">The id of the API key.</param>
/// <param name="Row">See <see cref="IdempotencySecrets.Row"/>.</param>
/// <param name="Fingerprint">See <see cref="IdempotencySecrets.Fingerprint"/>.</param>
public sealed record IdempotentRequest(string Tenant, string CallerId, string Row, string Fingerprint)
{
    /// <summary>Where the key is kept.</summary>
    public string Place => $"{Tenant}|{CallerId}|{Row}";
}

/// <summary>What is to be done with a request.</summary>
public enum IdempotencyVerdict
{
    /// <summary>It is this caller's to serve: nobody else does while the claim holds.</summary>
    Serve,

    /// <summary>It was served; the answer is there.</summary>
    Answered,

    /// <summary>The key was used for another request.</summary>
    Mismatch,

    /// <summary>The first request is still being served.</summary>
    InFlight,
}

/// <summary>What <see cref="IdempotencyStore.ClaimAsync"/> has found.</summary>
/// <param name="Verdict">What is to be done.</param>
/// <param name="BeganAt">When the key was used first: the same for every repetition, also after a crash, until the key is forgotten.</param>
/// <param name="Answer">The sealed answer; empty unless the verdict is <see cref="IdempotencyVerdict.Answered"/>.</param>
/// <param name="ETag">The claim's mark, for settling it.</param>
public sealed record IdempotencyClaim(IdempotencyVerdict Verdict, DateTimeOffset BeganAt, byte[] Answer, string ETag);
