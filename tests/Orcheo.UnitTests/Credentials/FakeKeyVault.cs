using System.Text;
using System.Text.Json;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Logging.Abstractions;
using Orcheo.Hosting.Credentials;

namespace Orcheo.UnitTests.Credentials;

/// <summary>A Key Vault behind the real client: it answers as the service's REST interface does, with the challenge for a token first.</summary>
internal sealed class FakeKeyVault : HttpPipelineTransport
{
    private readonly Lock _gate = new();
    private readonly List<(string Version, string Value)> _versions = [];

    /// <summary>The paths that were asked for, with a token.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Answers every request with this status instead; 0 for no answer at all.</summary>
    public int? Broken { get; set; }

    /// <summary>The values of the secret, oldest first.</summary>
    public IReadOnlyList<(string Version, string Value)> Versions => _versions;

    /// <summary>Sets the secret from outside, as the vault's keeper does.</summary>
    /// <returns>The version.</returns>
    public string Set(string value)
    {
        var version = Guid.NewGuid().ToString("N");
        _versions.Add((version, value));
        return version;
    }

    /// <summary>Keys on a client of their own, as those of another process are.</summary>
    public KeyVaultMasterKeys NewKeys()
    {
        var options = new SecretClientOptions { Transport = this };
        options.Retry.MaxRetries = 0;
        return new KeyVaultMasterKeys(
            new SecretClient(new Uri("https://orcheo.vault.azure.net"), new FakeIdentity(), options), NullLogger<KeyVaultMasterKeys>.Instance);
    }

    public override Request CreateRequest() => HttpClientTransport.Shared.CreateRequest();

    public override void Process(HttpMessage message) => throw new NotSupportedException("Master keys are read asynchronously.");

    public override ValueTask ProcessAsync(HttpMessage message)
    {
        if (Broken == 0)
        {
            throw new Azure.RequestFailedException("No such host is known.");
        }

        lock (_gate)
        {
            message.Response = Answer(message.Request);
        }

        return ValueTask.CompletedTask;
    }

    private FakeResponse Answer(Request request)
    {
        if (!request.Headers.TryGetValue("Authorization", out _))
        {
            const string Challenge = """Bearer authorization="https://login.microsoftonline.com/tenant", resource="https://vault.azure.net" """;
            return new FakeResponse(401, "{}", ("WWW-Authenticate", Challenge.Trim()));
        }

        Requests.Add($"{request.Method} {request.Uri.Path}");
        if (Broken is { } status)
        {
            return new FakeResponse(status, """{"error":{"code":"Broken","message":"broken"}}""");
        }

        return request.Method == RequestMethod.Put ? Put(request) : Get(request.Uri.Path.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    private FakeResponse Put(Request request)
    {
        using var body = new MemoryStream();
        request.Content!.WriteTo(body, CancellationToken.None);
        Set(JsonElement.Parse(body.ToArray()).GetProperty("value").GetString()!);
        return Show(_versions[^1]);
    }

    private FakeResponse Get(string[] path)
    {
        var found = path.Length > 2 ? _versions.Find(version => version.Version == path[2]) : _versions.LastOrDefault();
        return found.Version is null
            ? new FakeResponse(404, """{"error":{"code":"SecretNotFound","message":"no such secret"}}""")
            : Show(found);
    }

    private static FakeResponse Show((string Version, string Value) secret) => new(200, JsonSerializer.Serialize(new
    {
        value = secret.Value,
        id = $"https://orcheo.vault.azure.net/secrets/{KeyVaultMasterKeys.SecretName}/{secret.Version}",
        attributes = new { enabled = true },
    }));

    private sealed class FakeIdentity : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", new DateTimeOffset(2999, 1, 1, 0, 0, 0, TimeSpan.Zero));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }

    private sealed class FakeResponse(int status, string body, params (string Name, string Value)[] headers) : Azure.Response
    {
        public override int Status => status;

        public override string ReasonPhrase => "";

        public override Stream? ContentStream { get; set; } = new MemoryStream(Encoding.UTF8.GetBytes(body));

        public override string ClientRequestId { get; set; } = "";

        public override void Dispose() => ContentStream?.Dispose();

        protected override bool ContainsHeader(string name) => All().Any(header => Is(header.Name, name));

        protected override IEnumerable<HttpHeader> EnumerateHeaders() => All();

        protected override bool TryGetHeader(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value)
        {
            value = All().Where(header => Is(header.Name, name)).Select(header => header.Value).FirstOrDefault();
            return value is not null;
        }

        protected override bool TryGetHeaderValues(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IEnumerable<string>? values)
        {
            values = TryGetHeader(name, out var value) ? [value] : null;
            return values is not null;
        }

        private IEnumerable<HttpHeader> All() =>
            headers.Select(header => new HttpHeader(header.Name, header.Value)).Append(new HttpHeader("Content-Type", "application/json"));

        private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
    }
}
