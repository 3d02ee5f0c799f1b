using Orcheo.Hosting.Sandbox;

namespace Orcheo.UnitTests.Hosting.Sandbox;

public sealed class SandboxHealthTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sandbox_elsewhere_tells_its_layers_and_is_not_asked_again_at_once()
    {
        await using var server = await RemoteServer.StartAsync(
            200, """{"status":"ok","layers":{"seccomp":{"active":true,"required":true},"landlock":{"active":false,"required":false}}}""");
        using var remote = new RemoteSandbox(server.Url, "the-key", TimeProvider.System);
        var health = await remote.CheckAsync(Cancel);
        await remote.CheckAsync(Cancel);

        Assert.Equal(("ok", "remote"), (health.Status, health.Provider));
        Assert.Equal(new Dictionary<string, bool> { ["seccomp"] = true, ["landlock"] = false }, health.Layers);
        Assert.Equal(("/api/health", "the-key"), Assert.Single(server.Requests) is var request ? (request.Path, request.Key) : default);
    }

    [Theory]
    [InlineData(401, """{"error":{"code":"unauthorized","message":"no"}}""", "401")]
    [InlineData(200, "<html>", "does not answer")]
    [InlineData(200, """{"layers":[]}""", "does not answer")]
    [InlineData(200, """[]""", "does not answer")]
    public async Task What_does_not_answer_as_a_sandbox_is_unavailable(int status, string body, string word)
    {
        await using var server = await RemoteServer.StartAsync(status, body);
        using var remote = new RemoteSandbox(server.Url, "the-key", TimeProvider.System);
        var health = await remote.CheckAsync(Cancel);

        Assert.Equal("unavailable", health.Status);
        Assert.Contains(word, health.Message, StringComparison.Ordinal);
    }
}
