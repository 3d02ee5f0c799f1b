using System.Text.Json.Serialization;

namespace Orcheo.Core.Credentials;

/// <summary>
/// A secret as it is stored: encrypted with a data key of its own, which is encrypted ("wrapped") with a master key. A persisted
/// shape: an example in the tests must be readable for ever.
/// </summary>
/// <param name="Format">The version of this shape and its algorithms: 1 = AES-256-GCM for both.</param>
/// <param name="KeyId">The master key that wraps the data key.</param>
/// <param name="WrappedKey">Base64 of nonce (12 bytes), encrypted data key (32) and tag (16).</param>
/// <param name="Ciphertext">Base64 of nonce (12 bytes), encrypted secret and tag (16).</param>
public sealed record SecretEnvelope(
    [property: JsonPropertyName("v")] int Format, string KeyId, string WrappedKey, string Ciphertext)
{
    /// <summary>The version that is written now.</summary>
    public const int CurrentFormat = 1;
}
