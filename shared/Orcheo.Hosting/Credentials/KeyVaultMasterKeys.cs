using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Azure;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>Master keys as the versions of one secret in Azure Key Vault; a key's id is the secret's version.</summary>
/// <remarks>
/// The process's identity needs the permission to get secrets; to make the first key, or to rotate by <c>rotate-key</c>, also to set them.
/// Versions do not change, so each is read once. The current one is asked for with every secret that is stored; in an outage of Key Vault
/// the one that was current last goes on being used.
/// </remarks>
public sealed class KeyVaultMasterKeys(SecretClient client, ILogger<KeyVaultMasterKeys> logger) : IMasterKeys
{
    /// <summary>The name of the secret.</summary>
    public const string SecretName = "orcheo-master-key";

    private readonly ConcurrentDictionary<string, MasterKey> _known = new(StringComparer.Ordinal);
    private volatile MasterKey? _current;

    /// <inheritdoc />
    public string Place => $"the secret {SecretName} in Key Vault";

    /// <inheritdoc />
    public async Task<MasterKey?> FindCurrentAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _current = await ReadAsync(version: null, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken) && IsOutage(exception) && _current is { } last)
        {
            HostingLogs.KeyVaultUnreachable(logger, last.Id, exception);
            return last;
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    /// <inheritdoc />
    public async Task<MasterKey> GetAsync(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(id, out var known))
        {
            return known;
        }

        try
        {
            return await ReadAsync(id, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            throw new OrcheoException(
                ErrorCodes.MasterKeyUnavailable,
                $"{Place} has no version '{id}'. Recover the secret, or restore it from a backup, in the vault that the settings name.",
                null,
                exception);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    /// <inheritdoc />
    public async Task<MasterKey> CreateFirstAsync(CancellationToken cancellationToken) =>
        await FindCurrentAsync(cancellationToken) ?? await RotateAsync(cancellationToken);

    /// <inheritdoc />
    public async Task<MasterKey> RotateAsync(CancellationToken cancellationToken)
    {
        var bytes = RandomNumberGenerator.GetBytes(MasterKey.Length);
        try
        {
            var secret = new KeyVaultSecret(SecretName, Convert.ToBase64String(bytes));
            secret.Properties.ContentType = "application/octet-stream;base64";
            var set = await client.SetSecretAsync(secret, cancellationToken);
            return _current = Learn(set.Value);
        }
        catch (Exception exception) when (IsFailure(exception, cancellationToken))
        {
            throw Unavailable(exception);
        }
    }

    /// <inheritdoc />
    /// <remarks>Key Vault removes no single versions: they stay, and may be disabled there by whoever keeps the vault.</remarks>
    public Task<IReadOnlyList<string>> RetireAsync(IReadOnlySet<string> inUse, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    private async Task<MasterKey> ReadAsync(string? version, CancellationToken cancellationToken) =>
        Learn((await client.GetSecretAsync(SecretName, version, cancellationToken: cancellationToken)).Value);

    private MasterKey Learn(KeyVaultSecret secret)
    {
        var bytes = new byte[secret.Value.Length];
        if (!Convert.TryFromBase64String(secret.Value, bytes, out var length) || length != MasterKey.Length)
        {
            throw new OrcheoException(
                ErrorCodes.MasterKeyUnavailable,
                $"Version '{secret.Properties.Version}' of {Place} is no master key: it must be the base64 of {MasterKey.Length} random bytes. Disable it and set a right one.");
        }

        return _known.GetOrAdd(secret.Properties.Version, static (id, key) => new MasterKey(id, key), bytes[..length]);
    }

    /// <summary>What the client throws; a time-out of its own is a cancellation that nobody asked for.</summary>
    private static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is RequestFailedException or AuthenticationFailedException or AggregateException
        || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>No answer, throttling or a fault of the server: it will pass. A refusal will not.</summary>
    private static bool IsOutage(Exception exception) => exception is not RequestFailedException failure || failure.Status is 0 or 408 or 429 or >= 500;

    private OrcheoException Unavailable(Exception cause)
    {
        var why = cause switch
        {
            RequestFailedException { Status: 401 or 403 } =>
                "it refuses this process. Give its identity the role Key Vault Secrets User (Secrets Officer to rotate), and see that the version is enabled",
            AuthenticationFailedException => "this process has no identity that Key Vault accepts. Give it a managed identity, or sign in",
            RequestFailedException { Status: > 0 } failure => $"it answered {failure.Status}. Try again later",
            _ => "it cannot be reached. Check Orcheo__KeyVault__Uri and the network",
        };
        return new OrcheoException(ErrorCodes.MasterKeyUnavailable, $"{Place} cannot be used: {why}.", null, cause);
    }
}
