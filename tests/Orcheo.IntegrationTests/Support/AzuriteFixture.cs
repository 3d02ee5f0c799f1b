using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Orcheo.IntegrationTests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace Orcheo.IntegrationTests.Support;

/// <summary>One Azurite (blobs, queues, tables) for all tests of this assembly, started when the first test asks for it.</summary>
/// <remarks>
/// It listens on free ports of the loopback interface and ends with this process, even when that is killed: it watches its standard
/// input, whose other end is here. Tests share it, so each uses names of its own.
/// </remarks>
public sealed partial class AzuriteFixture : IAsyncDisposable
{
    private const string Account = "orcheotests";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orcheo-azurite-");
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private readonly Lazy<Task<string>> _connectionString;
    private Process? _process;

    public AzuriteFixture()
    {
        _connectionString = new Lazy<Task<string>>(StartAsync);
        Current = this;
    }

    /// <summary>The one of this run, for stacks that are started without a fixture at hand.</summary>
    internal static AzuriteFixture Current { get; private set; } = null!;

    /// <summary>The connection string of the running Azurite, started if need be.</summary>
    public Task<string> GetConnectionStringAsync() => _connectionString.Value;

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task<string> StartAsync()
    {
        var home = FindHome();
        if (!Directory.Exists(Path.Combine(home, "node_modules", "azurite")))
        {
            throw new InvalidOperationException("Azurite is not installed (tests/azurite/node_modules is missing): run `make setup`.");
        }

        var process = Process.Start(StartInfo(home)) ?? throw new InvalidOperationException("Node did not start.");
        _process = process;
        var errors = process.StandardError.ReadToEndAsync();
        var endpoints = new Dictionary<string, string>(StringComparer.Ordinal);
        using var patience = new CancellationTokenSource(_patience);
        while (endpoints.Count < 3)
        {
            var line = await process.StandardOutput.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"Azurite ended before it was ready: {await errors}");
            if (Listening().Match(line) is { Success: true } match)
            {
                endpoints[match.Groups["service"].Value] = $"{match.Groups["address"].Value}/{Account}";
            }
        }

        // What it prints from now on is of no interest, but a full pipe would stop it.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={_key};"
            + string.Concat(endpoints.Select(endpoint => $"{endpoint.Key}Endpoint={endpoint.Value};"));
    }

    private ProcessStartInfo StartInfo(string home)
    {
        string[] arguments =
        [
            "start.cjs", "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--location", _folder.FullName,
            "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ];
        return new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{_key}" },
        };
    }

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var home = Path.Combine(folder.FullName, "tests", "azurite");
            if (Directory.Exists(home))
            {
                return home;
            }
        }

        throw new InvalidOperationException("The folder tests/azurite was not found above the test assembly.");
    }

    [GeneratedRegex(@"Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://127\.0\.0\.1:[0-9]+)")]
    private static partial Regex Listening();
}
