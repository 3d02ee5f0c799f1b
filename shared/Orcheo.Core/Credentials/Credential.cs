namespace Orcheo.Core.Credentials;

/// <summary>What is known about a credential without its secret; also the shape in which the API shows it.</summary>
public sealed record Credential
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary><c>cred_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name shown to people; several may have the same.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="CredentialTypes.All"/>; never changes.</summary>
    public required string Type { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its name or its secret was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When a node was last given it, to about a minute; null when none has been.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}
