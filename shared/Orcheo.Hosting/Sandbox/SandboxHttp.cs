namespace Orcheo.Hosting.Sandbox;

/// <summary>How the sandbox is called.</summary>
internal static class SandboxHttp
{
    private const string KeyHeader = "x-functions-key";

    /// <summary>A client whose requests last as long as they may: runs have time limits of their own.</summary>
    public static HttpClient Client() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A request that brings the key along.</summary>
    public static HttpRequestMessage Request(SandboxTarget target, HttpMethod method, string action, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, new Uri(target.Address, action)) { Content = content };
        request.Headers.TryAddWithoutValidation(KeyHeader, target.Key);
        return request;
    }
}
