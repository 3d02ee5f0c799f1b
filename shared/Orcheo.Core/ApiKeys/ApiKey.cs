namespace Orcheo.Core.ApiKeys;

/// <summary>An API key, as the API shows it: everything but its secret, of which only a hash is kept.</summary>
public record ApiKey
{
    /// <summary><c>key_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>What the key begins with, <c>orc_</c> and 8 characters: tells keys apart without giving them away.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it allows, in the order in which it was asked for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it is refused; null for a key that does not expire.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>When it was last used, to the minute; null when it never was.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>A key as it is shown once, to whoever has made it.</summary>
public sealed record IssuedApiKey : ApiKey
{
    /// <summary>The whole bearer token. It is kept nowhere.</summary>
    public required string SecretOnce { get; init; }
}
