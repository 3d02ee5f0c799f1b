using System.Globalization;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Core.Errors;
using Orcheo.Core.Storage;
using Orcheo.Hosting;
using Orcheo.Hosting.Credentials;
using Orcheo.Hosting.Options;
using Orcheo.Hosting.Storage;

namespace Orcheo.Local;

/// <summary>
/// <c>rotate-key</c>: makes a new master key and puts every stored secret under it, while the stack runs or not. It may be stopped at any
/// moment and run again.
/// </summary>
internal static class RotateKey
{
    /// <summary>The first argument that asks for it.</summary>
    public const string Command = "rotate-key";

    /// <summary>Re-wraps under the current key, for one that was set in Key Vault itself.</summary>
    private const string OnlyRewrap = "--only-rewrap";

    /// <summary>Runs it with the same settings as the stack.</summary>
    /// <returns>The exit code: 0 when everything is under the new key, 1 when something is not.</returns>
    public static async Task<int> RunAsync(string[] arguments, CancellationToken cancellationToken)
    {
        if (arguments.Except([OnlyRewrap]).Any())
        {
            await Console.Error.WriteLineAsync($"Usage: {Command} [{OnlyRewrap}]");
            return 2;
        }

        var configuration = FunctionsApplication.CreateBuilder([]).Configuration;
        var services = new ServiceCollection().AddLogging();
        RequireData(services.AddOrcheo(configuration, new DurableRunner("none")));
        await using var provider = services.BuildServiceProvider();
        var tables = provider.GetServices<StoreTables>().SelectMany(set => set.Names);
        await provider.GetRequiredService<ITableStore>().InitializeAsync([.. tables], cancellationToken);
        var report = await provider.GetRequiredService<KeyRotation>().RunAsync(!arguments.Contains(OnlyRewrap), cancellationToken);
        await ShowAsync(report);
        return report.Failed.Count == 0 ? 0 : 1;
    }

    /// <summary>A wrong folder must not look like one without secrets.</summary>
    private static void RequireData(OrcheoOptions options)
    {
        var database = Path.Combine(options.DataDirectory, StoreFactory.DatabaseFile);
        if (options.Storage.Provider == StorageProvider.Sqlite && !File.Exists(database))
        {
            throw new OrcheoException(
                ErrorCodes.StorageUnavailable,
                $"There is no data at '{database}'. Run it where the stack runs, or say by Orcheo__DataDirectory where its data is.");
        }
    }

    private static async Task ShowAsync(KeyRotationReport report)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"Master key {report.KeyId} is active; {report.Rewrapped} {(report.Rewrapped == 1 ? "secret was" : "secrets were")} put under it."));
        if (report.Retired.Count > 0)
        {
            Console.WriteLine($"Dropped, because nothing needs them any more: {string.Join(", ", report.Retired)}.");
        }

        foreach (var (id, reason) in report.Failed)
        {
            await Console.Error.WriteLineAsync($"Not re-wrapped: {id}. {reason}");
        }
    }
}
