using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Orcheo.IntegrationTests.Local;

/// <summary>How the local stack starts, stops, and refuses to start: one line that says why, and an exit code that is not 0.</summary>
public sealed partial class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-test-");

    private string Data => Path.Combine(_folder.FullName, "data");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_a_key_the_first_start_makes_one_shows_it_once_and_keeps_it_for_its_owner()
    {
        string key;
        await using (var first = StackRun.Start(Data))
        {
            await first.ReadyAsync();
            key = Assert.Single(ShownKey().Matches(first.Output).Select(match => match.Value).Distinct());
            Assert.Equal(200, (await first.GetAsync("/api/workflows", key)).Status);
            Assert.Equal(401, (await first.GetAsync("/api/workflows")).Status);
            var watch = Stopwatch.StartNew();
            Assert.Equal(0, await first.TerminateAsync());
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed} to stop.");
            Assert.Equal("", first.Error);
        }

        var file = Path.Combine(Data, "admin-key");
        Assert.Equal(key, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        await using var second = StackRun.Start(Data);
        await second.ReadyAsync();
        Assert.DoesNotContain("orc_admin", second.Output, StringComparison.Ordinal);
        Assert.Equal(200, (await second.GetAsync("/api/workflows", key)).Status);
        await RefusesAnotherOnTheSameDataAsync(second, key);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var run = StackRun.Start(Data, ("Orcheo__Port", $"{port}"));
        await ExpectRefusalAsync(run, $"{port}", "Orcheo__Port");
    }

    [Theory]
    [InlineData("Orcheo__AdminKey", "too-short", "24 characters")]
    [InlineData("Orcheo__Port", "abc", "abc")]
    [InlineData("Orcheo__Port", "70000", "65535")]
    [InlineData("Orcheo__Storage__Provider", "Postgres", "Postgres")]
    [InlineData("Orcheo__Http__AllowPrivateNetworks", "perhaps", "perhaps")]
    public async Task A_setting_that_cannot_be_used_is_named(string name, string value, string reason)
    {
        await using var run = StackRun.Start(Data, (name, value));
        await ExpectRefusalAsync(run, name, reason);
        Assert.False(Directory.Exists(Data), "A start that is refused leaves nothing behind.");
    }

    [Theory]
    [InlineData("orcheo.db")]
    [InlineData("durable/orcheo.db")]
    public async Task A_database_that_is_none_is_named_and_left_as_it_is(string file)
    {
        var path = Path.Combine(Data, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var content = Enumerable.Range(0, 16384).Select(number => (byte)(number * 7)).ToArray();
        await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
        await using var run = StackRun.Start(Data);
        await ExpectRefusalAsync(run, path);
        Assert.Equal(content, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(Data, "a file", TestContext.Current.CancellationToken);
        await using var run = StackRun.Start(Data);
        await ExpectRefusalAsync(run, Data);
    }

    [Fact]
    public async Task A_key_file_without_a_key_is_named()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "admin-key"), "", TestContext.Current.CancellationToken);
        await using var run = StackRun.Start(Data);
        await ExpectRefusalAsync(run, Path.Combine(Data, "admin-key"));
    }

    private async Task RefusesAnotherOnTheSameDataAsync(StackRun first, string key)
    {
        await using var another = StackRun.Start(Data);
        await ExpectRefusalAsync(another, Data);
        Assert.Equal(200, (await first.GetAsync("/api/workflows", key)).Status);
    }

    private static async Task ExpectRefusalAsync(StackRun run, params string[] mentions)
    {
        var code = await run.ExitAsync();
        var line = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.StartsWith("Orcheo cannot start: ", line, StringComparison.Ordinal);
        Assert.All(mentions, mention => Assert.Contains(mention, line, StringComparison.Ordinal));
        Assert.Equal((1, ""), (code, run.Output));
    }

    [GeneratedRegex("orc_admin_[0-9a-f]{48}")]
    private static partial Regex ShownKey();
}
