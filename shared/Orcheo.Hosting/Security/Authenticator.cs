using System.Security.Cryptography;
using System.Text;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Security;

/// <summary>Turns an <c>Authorization</c> header into who is calling.</summary>
public sealed class Authenticator
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _adminHash;

    /// <summary>Creates it from the configured bootstrap key; without one, every call is refused.</summary>
    public Authenticator(OrcheoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _adminHash = string.IsNullOrEmpty(options.AdminKey) ? null : Hash(options.AdminKey);
    }

    /// <summary>Who is calling; null without a valid key. Takes the same time whatever the key.</summary>
    /// <param name="authorization">The value of the <c>Authorization</c> header.</param>
    public Caller? Authenticate(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var presented = Hash(authorization[Scheme.Length..].Trim());
        return _adminHash is not null && CryptographicOperations.FixedTimeEquals(presented, _adminHash) ? Caller.Admin : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
