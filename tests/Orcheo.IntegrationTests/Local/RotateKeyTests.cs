using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.Core.Credentials;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Storage;
using Orcheo.IntegrationTests.Support;
using Orcheo.IntegrationTests.Triggers;
using Orcheo.Storage.Sqlite;

namespace Orcheo.IntegrationTests.Local;

/// <summary><c>rotate-key</c> as people run it: a process of its own beside the stack, on the same data.</summary>
public sealed class RotateKeyTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-test-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task While_the_stack_runs_under_load_nothing_is_lost_and_nothing_stays_under_an_old_key()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Sqlite = true });
        var data = Path.Combine(stack.DataDirectory, "data");
        var expected = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < 100; number++)
        {
            var token = $"token-{number}";
            expected[await CreateAsync(stack.Client, token)] = token;
        }

        using var done = new CancellationTokenSource();
        var load = Enumerable.Range(0, 2).Select(worker => LoadAsync(stack.Client, worker, expected, done.Token)).ToList();
        var keys = new List<string> { ActiveKey(data) };
        for (var round = 0; round < 3; round++)
        {
            if (round > 0)
            {
                await KillInTheMiddleAsync(data, keys[^1]);
            }

            Assert.Equal((0, ""), await RotateAsync(data));
            Assert.NotEqual(keys[^1], ActiveKey(data));
            keys.Add(ActiveKey(data));
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(load), count => Assert.True(count > 0));
        await EverythingUnderAsync(data, ActiveKey(data), expected.Keys);
        Assert.DoesNotContain(keys[0], KeyIds(data));
        Assert.DoesNotContain(keys[1], KeyIds(data));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile(data)));
        }

        Assert.Equal(0, await stack.TerminateAsync());
        await stack.StartAgainAsync();
        foreach (var (id, token) in expected)
        {
            Assert.Equal([token], await RevealAllAsync(stack.Client, [id]));
        }

        Assert.DoesNotContain("token-", stack.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_that_is_missing_or_damaged_is_told_and_bringing_it_back_mends_all()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Sqlite = true });
        var data = Path.Combine(stack.DataDirectory, "data");
        var id = await CreateAsync(stack.Client, "kept");
        Assert.Equal(0, await stack.TerminateAsync());
        var backup = await File.ReadAllBytesAsync(KeyFile(data), Cancel);
        File.Delete(KeyFile(data));
        await stack.StartAgainAsync();
        await ExpectUnavailableAsync(stack, id);
        Assert.False(File.Exists(KeyFile(data)));
        Assert.Contains("backup", (await RotateAsync(data, expected: 1)).Error, StringComparison.Ordinal);

        await File.WriteAllTextAsync(KeyFile(data), "damaged", Cancel);
        await ExpectUnavailableAsync(stack, id);
        Assert.Contains("damaged", (await RotateAsync(data, expected: 1)).Error, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(KeyFile(data), backup, Cancel);
        Assert.Equal(["kept"], await RevealAllAsync(stack.Client, [id]));
        await CreateAsync(stack.Client, "another");
    }

    [Fact]
    public async Task Where_there_is_no_data_it_says_so_and_makes_none()
    {
        var data = Path.Combine(_folder.FullName, "nowhere");
        var (code, error) = await RotateAsync(data, expected: 1);
        Assert.Equal(1, code);
        Assert.StartsWith("The master key was not rotated: There is no data at", error, StringComparison.Ordinal);
        Assert.Contains("Orcheo__DataDirectory", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task An_argument_that_it_does_not_know_is_refused()
    {
        using var process = StartRotation(_folder.FullName, "--everything");
        await process.WaitForExitAsync(Cancel).WaitAsync(Patience, Cancel);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--only-rewrap", await process.StandardError.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>Each worker changes only what it has made, so that it knows what must be there.</summary>
    private static async Task<int> LoadAsync(ApiClient client, int worker, ConcurrentDictionary<string, string> expected, CancellationToken done)
    {
        var count = 0;
        while (!done.IsCancellationRequested)
        {
            var token = $"token-load-{worker}-{count++}";
            var id = await CreateAsync(client, token);
            var tag = (await client.GetAsync($"/credentials/{id}")).Header("ETag");
            if (count % 3 == 0)
            {
                (await client.DeleteAsync($"/credentials/{id}", ("If-Match", tag))).Expect(HttpStatusCode.NoContent);
                continue;
            }

            // The rotation must not look like another writer.
            var body = new JsonObject { ["data"] = new JsonObject { ["token"] = token + "-changed" } };
            (await client.PutAsync($"/credentials/{id}", body, ("If-Match", tag))).Expect(HttpStatusCode.OK);
            expected[id] = token + "-changed";
            Assert.Equal([token + "-changed"], await RevealAllAsync(client, [id]));
        }

        return count;
    }

    private static async Task<string> CreateAsync(ApiClient client, string token) => (await client.PostAsync(
        "/credentials",
        new JsonObject { ["name"] = "Test", ["type"] = "bearer_token", ["data"] = new JsonObject { ["token"] = token } })).Expect(HttpStatusCode.Created).Id;

    private static async Task<string[]> RevealAllAsync(ApiClient client, IEnumerable<string> ids)
    {
        var tokens = new List<string>();
        foreach (var id in ids)
        {
            tokens.Add((await client.GetAsync($"/credentials/{id}?reveal=true")).Expect(HttpStatusCode.OK).Json.Member("data").Text("token"));
        }

        return [.. tokens.Order()];
    }

    private static async Task ExpectUnavailableAsync(LocalStack stack, string id)
    {
        // A client of its own: the shared one takes a 5xx for a defect.
        using var http = new HttpClient { BaseAddress = new Uri(stack.Address, "/api/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", stack.AdminKey);
        const string Body = """{"name":"x","type":"bearer_token","data":{"token":"never-stored"}}""";
        foreach (var refused in (HttpResponseMessage[])[
            await http.PostAsync(new Uri("credentials", UriKind.Relative), ApiClient.JsonContent(Body), Cancel),
            await http.PutAsync(new Uri($"credentials/{id}", UriKind.Relative), ApiClient.JsonContent("""{"data":{"token":"never-stored"}}"""), Cancel),
            await http.GetAsync(new Uri($"credentials/{id}?reveal=true", UriKind.Relative), Cancel)])
        {
            using (refused)
            {
                var problem = JsonElement.Parse(await refused.Content.ReadAsStringAsync(Cancel));
                Assert.Equal((HttpStatusCode.ServiceUnavailable, "ORC5002"), (refused.StatusCode, problem.Text("code")));
                Assert.Contains("backup", problem.Text("detail"), StringComparison.Ordinal);
                Assert.DoesNotContain("never-stored", problem.ToString(), StringComparison.Ordinal);
            }
        }

        (await stack.Client.GetAsync($"/credentials/{id}")).Expect(HttpStatusCode.OK);
        Assert.Single((await stack.Client.GetAsync("/credentials")).Expect(HttpStatusCode.OK).Json.Items());
    }

    /// <summary>Kills a rotation as soon as its key is active: its secrets are still to be re-wrapped, or some of them.</summary>
    private static async Task KillInTheMiddleAsync(string data, string before)
    {
        using var process = StartRotation(data);
        try
        {
            await Eventually.Becomes(() => Task.FromResult(ActiveKey(data)), key => key != before, "the new key is active");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task The_secrets_of_webhooks_are_put_under_the_new_key_too()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Sqlite = true });
        var data = Path.Combine(stack.DataDirectory, "data");
        using var sender = await WebhookSender.CreateAsync(stack, await stack.Client.CreateAsync(new Flow().Node("hook", "webhook_trigger")));
        var old = ActiveKey(data);

        // The key before the last stays in the file only while something is under it.
        Assert.Equal((0, ""), await RotateAsync(data));
        Assert.Equal((0, ""), await RotateAsync(data));

        Assert.DoesNotContain(old, KeyIds(data));
        (await sender.SendAsync("evt_1")).Expect(HttpStatusCode.Accepted);
    }

    private static async Task<(int Code, string Error)> RotateAsync(string data, int expected = 0)
    {
        using var process = StartRotation(data);
        var output = process.StandardOutput.ReadToEndAsync(Cancel);
        var error = await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel).WaitAsync(Patience, Cancel);
        Assert.True(process.ExitCode == expected, $"{process.ExitCode}: {await output} {error}");
        return (process.ExitCode, error);
    }

    private static Process StartRotation(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", RepositoryPaths.LocalStack, "rotate-key", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("Orcheo__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["Orcheo__DataDirectory"] = data;
        return Process.Start(start)!;
    }

    private static async Task EverythingUnderAsync(string data, string keyId, IEnumerable<string> ids)
    {
        await using var store = new SqliteTableStore(new SqliteTableStoreOptions { Path = Path.Combine(data, StoreFactory.DatabaseFile) });
        await store.InitializeAsync([.. CredentialStore.Tables], Cancel);
        var credentials = new CredentialStore(store);
        foreach (var id in ids)
        {
            Assert.Equal(keyId, (await credentials.GetAsync("default", id, Cancel))!.Value.Value.Secret.KeyId);
        }

        Assert.All(await credentials.ReadAllAsync("default", Cancel).ToListAsync(Cancel), stored => Assert.Equal(keyId, stored.Value.Secret.KeyId));
    }

    private static string KeyFile(string data) => Path.Combine(data, FileMasterKeys.FileName);

    private static string ActiveKey(string data) => JsonElement.Parse(File.ReadAllText(KeyFile(data))).Text("active");

    private static IEnumerable<string> KeyIds(string data) =>
        JsonElement.Parse(File.ReadAllText(KeyFile(data))).Member("keys").EnumerateArray().Select(key => key.Text("id"));
}
