using System.Globalization;
using System.Text.Json.Serialization;

namespace Orcheo.Core.Credentials;

/// <summary>A credential as it is stored, its secret encrypted.</summary>
public sealed record StoredCredential
{
    /// <summary><c>cred_</c> and a ULID.</summary>
    public required string Id { get; init; }

    /// <summary>The name shown to people.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="CredentialTypes.All"/>.</summary>
    public required string Type { get; init; }

    /// <summary>1, 2, 3, … with every change that a caller makes; re-wrapping under another master key is none.</summary>
    public required int Revision { get; init; }

    /// <summary>1, 2, 3, … with every new secret. Bound to the encryption, so that an older secret cannot be put back in its place.</summary>
    public required int SecretVersion { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its name or its secret was last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The encrypted secret.</summary>
    public required SecretEnvelope Secret { get; init; }

    /// <summary>What names the state that a caller has read: changes with every change of theirs, and with no other.</summary>
    [JsonIgnore]
    public string Tag => string.Create(CultureInfo.InvariantCulture, $"{Id}|{Revision}");

    /// <summary>What the encryption is bound to: whose secret it is, and which version of it.</summary>
    public static string AssociatedData(string tenant, string id, int secretVersion) =>
        string.Create(CultureInfo.InvariantCulture, $"{tenant}|{id}|{secretVersion}");

    /// <summary>What may be shown.</summary>
    public Credential ToCredential(DateTimeOffset? lastUsedAt) => new()
    {
        Id = Id,
        Name = Name,
        Type = Type,
        CreatedAt = CreatedAt,
        UpdatedAt = UpdatedAt,
        LastUsedAt = lastUsedAt,
    };
}
