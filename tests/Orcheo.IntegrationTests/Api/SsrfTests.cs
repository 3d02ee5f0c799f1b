using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Api;

/// <summary>A stack as it is by default: nodes may not call private networks.</summary>
public sealed class SsrfTests(ApiFixture fixture)
{
    [Fact]
    public async Task Nodes_may_not_call_private_networks()
    {
        var target = await fixture.TargetAsync();
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { AllowPrivateNetworks = false });
        var port = new Uri(target.Address).Port;
        var mark = ApiTest.UniqueName();
        string[] hosts = ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.0.0.1", "[::ffff:127.0.0.1]", "10.0.0.1", "169.254.169.254", "0.0.0.0"];
        var runs = await Task.WhenAll(hosts.Select(host => stack.Client.RunAsync(
            Flow.Start().Http("call", new { method = "GET", url = $"http://{host}:{port}/echo?id={mark}" }, new { timeout_seconds = 5 }).Edge("start", "call"))));

        Assert.All(runs.Zip(hosts), run =>
        {
            Assert.True(run.First.Json.Text("status") == "failed", $"{run.Second}: {run.First}");
            Assert.True(run.First.Json.Member("error").Text("code") == "ORC3006", $"{run.Second}: {run.First}");
        });
        Assert.Empty(target.Calls(mark));
        (await stack.Client.GetAsync("/health")).Expect(HttpStatusCode.OK);
    }
}
