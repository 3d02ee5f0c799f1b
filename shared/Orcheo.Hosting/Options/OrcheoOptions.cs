using Orcheo.Hosting.Live;
using Orcheo.Hosting.Retention;
using Orcheo.Hosting.Triggers;

namespace Orcheo.Hosting.Options;

/// <summary>The configuration section <c>Orcheo</c> (environment: <c>Orcheo__…</c>).</summary>
public sealed class OrcheoOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Orcheo";

    /// <summary>The port of the local stack; 0 for any free one. Default 7071.</summary>
    public int Port { get; set; } = 7071;

    /// <summary>Where the local stack keeps its files. Default <c>.orcheo</c> in the current folder.</summary>
    public string DataDirectory { get; set; } = ".orcheo";

    /// <summary>
    /// The folder of the built canvas, which the local stack serves at <c>/</c>. Default none: <c>canvas/dist</c> of the repository, or
    /// <c>canvas</c> beside the program.
    /// </summary>
    public string? CanvasDirectory { get; set; }

    /// <summary>A bootstrap key with all scopes, at least 24 characters. Unset, the local stack makes one.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Which store holds the rows.</summary>
    public StorageOptions Storage { get; set; } = new();

    /// <summary>Outbound HTTP.</summary>
    public HttpOptions Http { get; set; } = new();

    /// <summary>Inbound limits.</summary>
    public LimitOptions Limits { get; set; } = new();

    /// <summary>How many requests are taken, per API key and per client address.</summary>
    public RateLimitOptions RateLimits { get; set; } = new();

    /// <summary>
    /// How many proxies stand between clients and Orcheo and add to <c>X-Forwarded-For</c>, 0 to 16. Default 0: the header is not believed.
    /// </summary>
    public int TrustedProxies { get; set; }

    /// <summary>Where the master key is kept; unset, in a file of the data directory.</summary>
    public KeyVaultOptions KeyVault { get; set; } = new();

    /// <summary>How long what has ended is kept.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>Cron triggers.</summary>
    public CronOptions Cron { get; set; } = new();

    /// <summary>Webhook triggers.</summary>
    public WebhookOptions Webhooks { get; set; } = new();

    /// <summary>Where Python code runs.</summary>
    public SandboxOptions Sandbox { get; set; } = new();

    /// <summary>AI agents.</summary>
    public AgentOptions Agent { get; set; } = new();

    /// <summary>How personal data is masked.</summary>
    public PersonalDataOptions PersonalData { get; set; } = new();

    /// <summary>Pages of other origins.</summary>
    public CrossOriginOptions Cors { get; set; } = new();

    /// <summary>Azure SignalR Service, which the Azure flavour uses.</summary>
    public SignalROptions SignalR { get; set; } = new();

    /// <summary>Live events.</summary>
    public LiveOptions Live { get; set; } = new();

    /// <summary>Log lines.</summary>
    public LogOptions Logs { get; set; } = new();

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (Port is < 0 or > 65535)
        {
            throw new OptionsException("Orcheo__Port", "a port number from 0 (any free port) to 65535");
        }

        if (string.IsNullOrWhiteSpace(DataDirectory))
        {
            throw new OptionsException("Orcheo__DataDirectory", "the path of a folder");
        }

        if (AdminKey is { Length: > 0 and < 24 })
        {
            throw new OptionsException("Orcheo__AdminKey", "at least 24 characters");
        }

        Storage.Validate();

        if (KeyVault.Uri is { Length: > 0 } vault && !(Uri.TryCreate(vault, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps))
        {
            throw new OptionsException("Orcheo__KeyVault__Uri", "the https address of a Key Vault, e.g. https://my-vault.vault.azure.net");
        }

        if (Limits.BodyBytes is < 1024 or > 64 * 1024 * 1024)
        {
            throw new OptionsException("Orcheo__Limits__BodyBytes", "a number of bytes from 1024 to 67108864");
        }

        Retention.Validate();
        RateLimits.PerKey.Validate("Orcheo__RateLimits__PerKey");
        RateLimits.PerIp.Validate("Orcheo__RateLimits__PerIp");
        if (TrustedProxies is < 0 or > 16)
        {
            throw new OptionsException("Orcheo__TrustedProxies", "a number of proxies from 0 to 16");
        }

        Cron.Validate();
        Webhooks.Validate();
        Sandbox.Validate();
        Agent.Validate();
        PersonalData.Validate();
        Live.Validate();
        Cors.Validate();
    }
}

/// <summary>Which store holds the rows.</summary>
public sealed class StorageOptions
{
    /// <summary>The adapter. Default SQLite.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>For Azure Tables: the connection string; <c>UseDevelopmentStorage=true</c> for Azurite.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>For Azure Tables by identity, instead of a connection string: e.g. <c>https://account.table.core.windows.net</c>.</summary>
    public Uri? TableUri { get; set; }

    /// <summary>Where the large values are, beside <see cref="TableUri"/>: e.g. <c>https://account.blob.core.windows.net</c>.</summary>
    public Uri? BlobUri { get; set; }

    /// <summary>For Azure Tables: what table names begin with. Default <c>orcheo</c>.</summary>
    public string TablePrefix { get; set; } = "orcheo";

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (Provider != StorageProvider.AzureTables)
        {
            return;
        }

        if ((TableUri is null) != (BlobUri is null))
        {
            throw new OptionsException(
                TableUri is null ? "Orcheo__Storage__TableUri" : "Orcheo__Storage__BlobUri", "given together with the other of the two, or not at all");
        }

        if (TableUri is null && string.IsNullOrWhiteSpace(ConnectionString))
        {
            throw new OptionsException(
                "Orcheo__Storage__ConnectionString", "a connection string, e.g. UseDevelopmentStorage=true for Azurite, where Orcheo__Storage__TableUri is not set");
        }

        Require("Orcheo__Storage__TableUri", TableUri);
        Require("Orcheo__Storage__BlobUri", BlobUri);
    }

    private static void Require(string setting, Uri? address)
    {
        if (address is { } given && !(given.IsAbsoluteUri && given.Scheme == Uri.UriSchemeHttps))
        {
            throw new OptionsException(setting, "an https address, e.g. https://account.table.core.windows.net");
        }
    }
}

/// <summary>The adapters of the store port.</summary>
public enum StorageProvider
{
    /// <summary>A SQLite file in the data directory.</summary>
    Sqlite,

    /// <summary>Azure Tables and Blobs, or Azurite.</summary>
    AzureTables,
}

/// <summary>Outbound HTTP.</summary>
public sealed class HttpOptions
{
    /// <summary>Whether nodes may call loopback and private networks. Default false: the SSRF guard refuses them.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Private addresses or networks (CIDR) that nodes may call all the same. Default none.</summary>
    public IReadOnlyList<string> AllowedAddresses { get; set; } = [];
}

/// <summary>Azure Key Vault.</summary>
public sealed class KeyVaultOptions
{
    /// <summary>The address of the vault, e.g. <c>https://my-vault.vault.azure.net</c>. Default none: the master key is in a file.</summary>
    public string? Uri { get; set; }
}

/// <summary>Azure SignalR Service.</summary>
public sealed class SignalROptions
{
    /// <summary>The connection string of a service in serverless mode. Default none: clients take server-sent events.</summary>
    public string? ConnectionString { get; set; }
}

/// <summary>Inbound limits.</summary>
public sealed class LimitOptions
{
    /// <summary>The largest request body, in bytes. Default 1 MiB.</summary>
    public int BodyBytes { get; set; } = 1024 * 1024;
}

/// <summary>A setting that cannot be used.</summary>
/// <param name="setting">The environment variable.</param>
/// <param name="expected">What it takes.</param>
public sealed class OptionsException(string setting, string expected) : Exception($"The setting {setting} must be {expected}.");
