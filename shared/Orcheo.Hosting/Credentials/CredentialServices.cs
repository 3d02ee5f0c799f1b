using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orcheo.Core.Credentials;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Storage;

namespace Orcheo.Hosting.Credentials;

/// <summary>Adds credentials to a host.</summary>
internal static class CredentialServices
{
    /// <summary>Adds the vault, the cipher and the master keys.</summary>
    public static void AddCredentials(this IServiceCollection services)
    {
        services.AddSingleton(new StoreTables(CredentialStore.Tables));
        services.AddSingleton<CredentialStore>();
        services.AddSingleton<CredentialUse>();
        services.AddSingleton<CredentialVault>();
        services.AddSingleton<ICredentialResolver>(provider => provider.GetRequiredService<CredentialVault>());
        services.AddSingleton<CredentialReferences>();
        services.AddSingleton<ISecretHolder, CredentialSecrets>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<SecretCipher>();
        services.AddSingleton<KeyRotation>();
        services.AddSingleton(provider => MasterKeysFactory.Create(
            provider.GetRequiredService<OrcheoOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<KeyVaultMasterKeys>>()));
    }
}
