using Orcheo.Core.Json;
using Orcheo.Core.Storage;

namespace Orcheo.Core.Idempotency;

/// <summary>
/// Remembers which <c>Idempotency-Key</c>s were used, and the first answers. Table <c>idempotency</c>: a partition per API key, a row
/// per key. The store refuses the second of two marks, whichever replicas they come from; nothing rests on a check before.
/// </summary>
public sealed class IdempotencyStore(ITableStore store, TimeProvider time)
{
    private const string Table = "idempotency";

    /// <summary>How long a key is remembered, from its first use.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>After this, whoever has claimed a key and not settled it is taken for dead.</summary>
    public static readonly TimeSpan ClaimedFor = TimeSpan.FromSeconds(60);

    /// <summary>The tables that idempotency needs.</summary>
    public static IReadOnlyList<string> Tables { get; } = [Table];

    /// <summary>Claims a request, or finds what became of it.</summary>
    public async Task<IdempotencyClaim> ClaimAsync(IdempotentRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        while (true)
        {
            var now = time.GetUtcNow();
            var row = await store.GetAsync(Table, Partition(request), request.Row, cancellationToken);
            var mark = row is null ? null : StoredJson.Read<Mark>(row.Value);
            if (mark is null || mark.ExpiresAt <= now)
            {
                mark = new Mark(request.Fingerprint, now, now + KeptFor, ClaimedAt: now);
            }
            else if (Found(mark, request, now) is { } verdict)
            {
                return new IdempotencyClaim(verdict, mark.BeganAt, mark.Answer ?? [], row!.ETag);
            }
            else
            {
                // Left by a crash, or given back: the same request, continued.
                mark = mark with { ClaimedAt = now };
            }

            var result = await WriteAsync(request, mark, row?.ETag, cancellationToken);
            if (result.Applied)
            {
                return new IdempotencyClaim(IdempotencyVerdict.Serve, mark.BeganAt, [], result.ETags![0]);
            }
        }
    }

    /// <summary>Keeps the answer of a request that had its effect.</summary>
    /// <returns>False when another has taken the claim over meanwhile.</returns>
    public Task<bool> KeepAsync(IdempotentRequest request, IdempotencyClaim claim, byte[] answer)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(claim);
        return ReplaceAsync(request, claim, answer);
    }

    /// <summary>Gives back a claim whose request may have had part of its effect: a repetition of this very request continues it at once.</summary>
    public Task GiveBackAsync(IdempotentRequest request, IdempotencyClaim claim)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(claim);
        return ReplaceAsync(request, claim, null);
    }

    /// <summary>Forgets a claim whose request was refused: the key is as if it had never been used.</summary>
    public Task ForgetAsync(IdempotentRequest request, IdempotencyClaim claim)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(claim);
        return store.WriteAsync(Table, Partition(request), [TableWrite.Delete(request.Row, claim.ETag)], CancellationToken.None);
    }

    /// <summary>What a mark says to a request; null when the request may claim it.</summary>
    private static IdempotencyVerdict? Found(Mark mark, IdempotentRequest request, DateTimeOffset now)
    {
        if (mark.Fingerprint != request.Fingerprint)
        {
            return IdempotencyVerdict.Mismatch;
        }

        if (mark.Answer is not null)
        {
            return IdempotencyVerdict.Answered;
        }

        return mark.ClaimedAt is { } claimed && now - claimed < ClaimedFor ? IdempotencyVerdict.InFlight : null;
    }

    private async Task<bool> ReplaceAsync(IdempotentRequest request, IdempotencyClaim claim, byte[]? answer)
    {
        var mark = new Mark(request.Fingerprint, claim.BeganAt, claim.BeganAt + KeptFor, Answer: answer);
        var replace = TableWrite.Replace(request.Row, StoredJson.Write(mark), claim.ETag);
        return (await store.WriteAsync(Table, Partition(request), [replace], CancellationToken.None)).Applied;
    }

    private async Task<TableWriteResult> WriteAsync(IdempotentRequest request, Mark mark, string? etag, CancellationToken cancellationToken)
    {
        var value = StoredJson.Write(mark);
        var write = etag is null ? TableWrite.Insert(request.Row, value) : TableWrite.Replace(request.Row, value, etag);
        var results = await store.WriteAllAsync(
            [
                new TableBatch(Table, Partition(request), [write]),
                ExpiryIndex.Entry(request.Tenant, mark.ExpiresAt, Table, Partition(request), request.Row),
            ],
            cancellationToken);
        return results[0];
    }

    private static string Partition(IdempotentRequest request) => $"{request.Tenant}|{request.CallerId}";

    /// <summary>The stored row. Between two claims <c>claimed_at</c> is absent; once there is an answer, it stays as it is.</summary>
    private sealed record Mark(string Fingerprint, DateTimeOffset BeganAt, DateTimeOffset ExpiresAt, DateTimeOffset? ClaimedAt = null, byte[]? Answer = null);
}
