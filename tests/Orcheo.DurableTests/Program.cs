using System.Globalization;
using Orcheo.DurableTests.Crash;

namespace Orcheo.DurableTests;

internal static class Program
{
    /// <summary>
    /// Runs the tests; or, with <c>--crash-host folder prefix</c>, a hub under load that waits to be killed; or, with
    /// <c>--soak rounds [seed]</c>, that many rounds of killing and restarting, with a report at the end.
    /// </summary>
    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case ["--crash-host", string folder, string prefix]:
                await CrashLoad.RunUntilKilledAsync(folder, prefix);
                return 0;
            case ["--soak", string rounds, .. string[] rest]:
                int seed = rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : Environment.TickCount;
                CrashReport report = await CrashRounds.RunAsync(int.Parse(rounds, CultureInfo.InvariantCulture), seed, CancellationToken.None);
                Console.WriteLine(report);
                return report.IsClean ? 0 : 1;
            default:
                return await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                    args, SelfRegisteredExtensions.AddSelfRegisteredExtensions);
        }
    }
}
