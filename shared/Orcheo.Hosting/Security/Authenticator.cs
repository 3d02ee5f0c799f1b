using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Orcheo.Core.ApiKeys;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Security;

/// <summary>Turns an <c>Authorization</c> header into who is calling. Every call that bears an API key reads it from the store.</summary>
public sealed class Authenticator
{
    private const string Scheme = "Bearer ";
    private readonly ApiKeyStore _keys;
    private readonly TimeProvider _time;
    private readonly ILogger<Authenticator> _logger;
    private readonly byte[]? _adminHash;

    /// <summary>Creates it; without a configured bootstrap key, only API keys are let in.</summary>
    public Authenticator(OrcheoOptions options, ApiKeyStore keys, TimeProvider time, ILogger<Authenticator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _keys = keys;
        _time = time;
        _logger = logger;
        _adminHash = string.IsNullOrEmpty(options.AdminKey) ? null : ApiKeyToken.Hash(options.AdminKey);
    }

    /// <summary>Who is calling; null without a valid key.</summary>
    /// <param name="authorization">The value of the <c>Authorization</c> header.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <remarks>Keys are compared in constant time by their hashes. That a prefix exists can be told from the time; it is no secret.</remarks>
    public ValueTask<Caller?> AuthenticateAsync(string? authorization, CancellationToken cancellationToken)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        var token = authorization.AsSpan(Scheme.Length).Trim();
        var presented = ApiKeyToken.Hash(token);
        if (_adminHash is not null && CryptographicOperations.FixedTimeEquals(presented, _adminHash))
        {
            return ValueTask.FromResult<Caller?>(Caller.Admin);
        }

        return ApiKeyToken.PrefixOf(token) is { } prefix ? FindAsync(prefix, presented, cancellationToken) : default;
    }

    private async ValueTask<Caller?> FindAsync(string prefix, byte[] presented, CancellationToken cancellationToken)
    {
        var key = await _keys.FindAsync(prefix, cancellationToken);
        if (key is null || !CryptographicOperations.FixedTimeEquals(presented, key.Hash.Span) || key.IsExpired(_time.GetUtcNow()))
        {
            return null;
        }

        NoteUse(key);
        return new Caller(key.Tenant, Caller.ApiKeyType, key.Id, key.Name, key.Scopes);
    }

    /// <summary>Nobody waits for it: a request must not be slower, nor fail, because its use cannot be noted.</summary>
    private void NoteUse(StoredApiKey key)
    {
        var written = _keys.MarkUsedAsync(key, CancellationToken.None);
        if (!written.IsCompletedSuccessfully)
        {
            _ = ObserveAsync(written, key.Id);
        }
    }

    private async Task ObserveAsync(Task written, string keyId)
    {
        try
        {
            await written;
        }
        catch (Exception exception)
        {
            HostingLogs.KeyUseNotNoted(_logger, keyId, exception);
        }
    }
}
