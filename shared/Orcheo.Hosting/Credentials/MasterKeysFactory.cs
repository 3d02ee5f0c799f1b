using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Credentials;

/// <summary>Makes the master keys that the options name.</summary>
internal static class MasterKeysFactory
{
    /// <summary>Key Vault where its address is given, else the file of the data directory.</summary>
    public static IMasterKeys Create(OrcheoOptions options, TimeProvider time, ILogger<KeyVaultMasterKeys> logger) =>
        options.KeyVault.Uri is { Length: > 0 } address
            ? new KeyVaultMasterKeys(new SecretClient(new Uri(address), new DefaultAzureCredential()), logger)
            : new FileMasterKeys(Path.Combine(options.DataDirectory, FileMasterKeys.FileName), time);
}
