using System.Collections.Frozen;

namespace Orcheo.Core.ApiKeys;

/// <summary>A key as the store holds it: what is needed to admit its holder.</summary>
public sealed class StoredApiKey
{
    private long _usedTicks;

    internal StoredApiKey(ApiKeyRow row, string etag)
    {
        Row = row;
        ETag = etag;
        Hash = Convert.FromHexString(row.Hash);
        Scopes = row.Scopes.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary><c>key_</c> and a ULID.</summary>
    public string Id => Row.Id;

    /// <summary>The tenant whose things the key opens.</summary>
    public string Tenant => Row.Tenant;

    /// <summary>The name shown to people.</summary>
    public string Name => Row.Name;

    /// <summary>SHA-256 of the whole token.</summary>
    public ReadOnlyMemory<byte> Hash { get; }

    /// <summary>What it allows.</summary>
    public IReadOnlySet<string> Scopes { get; }

    internal ApiKeyRow Row { get; }

    internal string ETag { get; }

    /// <summary>Whether the key is refused for its age.</summary>
    public bool IsExpired(DateTimeOffset now) => Row.ExpiresAt <= now;

    /// <summary>Whether this use is the first in <paramref name="interval"/>; says so to one caller only.</summary>
    internal bool TryMarkUsed(DateTimeOffset now, TimeSpan interval)
    {
        var last = Interlocked.Read(ref _usedTicks);
        return now.UtcTicks - last >= interval.Ticks && Interlocked.CompareExchange(ref _usedTicks, now.UtcTicks, last) == last;
    }
}

/// <summary>The stored shape of a key.</summary>
internal sealed record ApiKeyRow
{
    public required string Id { get; init; }

    public required string Tenant { get; init; }

    public required string Name { get; init; }

    public required string Prefix { get; init; }

    public required string Hash { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>The stored shape of a key's last use: a row of its own, so that it never contends with the key.</summary>
internal sealed record ApiKeyUse(DateTimeOffset LastUsedAt);

/// <summary>An entry in the list of a tenant's keys.</summary>
internal sealed record ApiKeyEntry(string Id, string Prefix);
