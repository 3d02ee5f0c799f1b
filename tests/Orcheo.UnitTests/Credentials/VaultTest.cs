using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orcheo.Core.Credentials;
using Orcheo.Core.Json;
using Orcheo.Core.Storage;
using Orcheo.Core.Workflows;
using Orcheo.Hosting.Credentials;
using Orcheo.Storage.Sqlite;

namespace Orcheo.UnitTests.Credentials;

/// <summary>The base of tests on a vault with a real store and a real key file in a folder of their own.</summary>
public abstract class VaultTest : IAsyncLifetime
{
    internal const string Tenant = "default";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-vault-");
    private SqliteTableStore _store = null!;

    internal string KeyFile => Path.Combine(_folder.FullName, "data", FileMasterKeys.FileName);

    internal ITableStore Store => _store;

    internal FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 31, 9, 15, 0, TimeSpan.Zero));

    internal VaultParts Parts { get; private set; } = null!;

    internal CredentialVault Vault => Parts.Vault;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(_folder.FullName, "test.db") });
        await _store.InitializeAsync([.. CredentialStore.Tables, .. WorkflowStore.Tables], Cancel);
        Parts = NewParts();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Parts.Use.LastWrite;
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>A vault that shares nothing with the others but the store and the key file, as one of another process does.</summary>
    internal VaultParts NewParts(ITableStore? store = null) => new(store ?? Store, KeyFile, Time);

    internal static JsonElement Json(string text) => JsonElement.Parse(text);

    internal static JsonElement Token(string token) => JsonSerializer.SerializeToElement(new { token });

    internal async Task<Versioned<Credential>> CreateAsync(string token = "s3cret-token", string name = "Test", CredentialVault? vault = null) =>
        await (vault ?? Vault).CreateAsync(Tenant, name, CredentialTypes.BearerToken, Token(token), Cancel);

    internal async Task<string> TokenOfAsync(string id, CredentialVault? vault = null) =>
        (await (vault ?? Vault).ResolveAsync(Tenant, id, Cancel))!.Data.GetProperty("token").GetString()!;

    internal async Task<StoredCredential> StoredAsync(string id) => (await Parts.Credentials.GetAsync(Tenant, id, Cancel))!.Value.Value;

    /// <summary>Writes a credential's row behind the vault's back.</summary>
    internal Task ForgeAsync(string tenant, StoredCredential credential) => Store.WriteAsync(
        "credentials", $"{tenant}|{credential.Id}", [TableWrite.Upsert("credential", JsonSerializer.SerializeToUtf8Bytes(credential, OrcheoJson.Options))], Cancel);
}

/// <summary>A vault and what it is made of.</summary>
internal sealed class VaultParts
{
    public VaultParts(ITableStore store, string keyFile, TimeProvider time)
        : this(store, new FileMasterKeys(keyFile, TimeProvider.System), time)
    {
    }

    public VaultParts(ITableStore store, IMasterKeys keys, TimeProvider time)
    {
        Keys = keys;
        Credentials = new CredentialStore(store);
        ISecretHolder[] holders = [new CredentialSecrets(Credentials)];
        Ring = new KeyRing(keys, holders);
        Cipher = new SecretCipher(Ring);
        Use = new CredentialUse(Credentials, time, NullLogger<CredentialUse>.Instance);
        Vault = new CredentialVault(Credentials, Cipher, Use, time);
        Rotation = new KeyRotation(keys, Ring, Cipher, holders);
    }

    public IMasterKeys Keys { get; }

    public CredentialStore Credentials { get; }

    public KeyRing Ring { get; }

    public SecretCipher Cipher { get; }

    public CredentialUse Use { get; }

    public CredentialVault Vault { get; }

    public KeyRotation Rotation { get; }
}
