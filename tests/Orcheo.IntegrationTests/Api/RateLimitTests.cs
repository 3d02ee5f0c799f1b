using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>Stacks with low limits of their own.</summary>
public sealed partial class RateLimitTests
{
    [Fact]
    public async Task A_key_gets_its_burst_then_429_and_recovers()
    {
        await using var stack = await StartAsync(("PerKey__PerSecond", "2"), ("PerKey__Burst", "10"));
        var watch = Stopwatch.StartNew();
        var exchanges = await BurstAsync(stack.Client, 100);
        var refilled = (int)Math.Ceiling(2 * watch.Elapsed.TotalSeconds);

        var taken = exchanges.Where(exchange => exchange.StatusCode == HttpStatusCode.OK).ToList();
        var refused = exchanges.Where(exchange => exchange.Status == 429).ToList();
        Assert.Equal(100, taken.Count + refused.Count);
        Assert.NotEmpty(refused);

        // The bucket goes on filling meanwhile; one is allowed for its first moment.
        Assert.InRange(taken.Count, 10, 11 + refilled);
        foreach (var exchange in refused)
        {
            exchange.ExpectProblem(HttpStatusCode.TooManyRequests, "ORC4029");
            Assert.Equal("1", exchange.Header("Retry-After"));
            Assert.StartsWith("\"key\";q=10;w=5", exchange.Header("RateLimit-Policy"), StringComparison.Ordinal);
            Assert.Matches("^\"key\";r=0;t=[1-5](,|$)", exchange.Header("RateLimit"));
        }

        await Eventually.Becomes(
            () => stack.Client.GetAsync("/nodes/delay"), exchange => exchange.StatusCode == HttpStatusCode.OK, "the bucket fills again");
    }

    [Fact]
    public async Task Every_answer_tells_what_is_left()
    {
        await using var stack = await StartAsync(("PerKey__PerSecond", "1"), ("PerKey__Burst", "20"), ("PerIp__PerSecond", "1000"), ("PerIp__Burst", "2000"));
        var first = Remaining(await stack.Client.GetAsync("/nodes/delay"));
        var second = await stack.Client.GetAsync("/nodes/delay");
        Assert.InRange(Remaining(second), 0, first);
        Assert.Equal("\"key\";q=20;w=20, \"ip\";q=2000;w=2", second.Header("RateLimit-Policy"));
        Assert.False(second.Headers.ContainsKey("Retry-After"));

        using var stranger = new ApiClient(stack.Address, key: null);
        Assert.Equal("\"ip\";q=2000;w=2", (await stranger.GetAsync("/health")).Header("RateLimit-Policy"));
        Assert.Equal("\"ip\";q=2000;w=2", (await stranger.GetAsync("/workflows")).Expect(HttpStatusCode.Unauthorized).Header("RateLimit-Policy"));
    }

    [Fact]
    public async Task Keys_are_counted_apart()
    {
        await using var stack = await StartAsync(("PerKey__PerSecond", "1"), ("PerKey__Burst", "5"));
        var issued = await stack.Client.PostAsync("/api-keys", new JsonObject { ["name"] = "Other", ["scopes"] = Flow.Json(new[] { "workflows:read" }) });
        using var other = new ApiClient(stack.Address, issued.Expect(HttpStatusCode.Created).Json.Text("secret_once"));

        Assert.Contains(await BurstAsync(stack.Client, 30), exchange => exchange.Status == 429);
        (await other.GetAsync("/nodes/delay")).Expect(HttpStatusCode.OK);
        Assert.Contains(await BurstAsync(other, 30), exchange => exchange.Status == 429);
    }

    [Fact]
    public async Task An_address_is_limited_before_its_key_is_looked_at()
    {
        await using var stack = await StartAsync(("PerIp__PerSecond", "1"), ("PerIp__Burst", "5"));
        using var guesser = new ApiClient(stack.Address, "orc_abcdefgh_0123456789012345678901234567890123456789");
        var exchanges = await BurstAsync(guesser, 30);

        Assert.Contains(exchanges, exchange => exchange.StatusCode == HttpStatusCode.Unauthorized);
        var refused = exchanges.First(exchange => exchange.Status == 429);
        refused.ExpectProblem(HttpStatusCode.TooManyRequests, "ORC4029");
        Assert.Equal("\"ip\";q=5;w=5", refused.Header("RateLimit-Policy"));
        Assert.Equal("1", refused.Header("Retry-After"));

        // Another key from the same address fares no better.
        Assert.Contains(await BurstAsync(stack.Client, 10), exchange => exchange.Status == 429);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_clients_are_told_apart()
    {
        await using var stack = await StartAsync(("PerIp__PerSecond", "1"), ("PerIp__Burst", "5"), ("", "1"));
        Assert.Contains(await BurstAsync(stack.Client, 30, "198.51.100.1"), exchange => exchange.Status == 429);
        (await stack.Client.SendAsync("GET", "/health", null, ("X-Forwarded-For", "198.51.100.2"))).Expect(HttpStatusCode.OK);

        // What stands before the proxy's own entry comes from the client and changes nothing.
        var spoofed = await BurstAsync(stack.Client, 10, "203.0.113.9, 198.51.100.1");
        Assert.Contains(spoofed, exchange => exchange.Status == 429);
    }

    private static int Remaining(Exchange exchange) =>
        int.Parse(LeftForKey().Match(exchange.Expect(HttpStatusCode.OK).Header("RateLimit")).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static Task<Exchange[]> BurstAsync(ApiClient client, int count, string? forwardedFor = null) => Task.WhenAll(
        Enumerable.Range(0, count).Select(_ => forwardedFor is null
            ? client.GetAsync("/nodes/delay")
            : client.SendAsync("GET", "/nodes/delay", null, ("X-Forwarded-For", forwardedFor))));

    private static Task<LocalStack> StartAsync(params (string Name, string Value)[] limits) => LocalStack.StartAsync(new LocalStackOptions
    {
        Environment = limits.ToDictionary(
            limit => limit.Name.Length == 0 ? "Orcheo__TrustedProxies" : "Orcheo__RateLimits__" + limit.Name, limit => limit.Value, StringComparer.Ordinal),
    });

    [GeneratedRegex("""^"key";r=([0-9]+);t=[0-9]+, "ip";r=[0-9]+;t=[0-9]+$""")]
    private static partial Regex LeftForKey();
}
