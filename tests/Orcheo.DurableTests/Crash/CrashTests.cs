namespace Orcheo.DurableTests.Crash;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Rounds = 25;
    private const int Seed = 20_260;

    [Fact]
    public async Task Nothing_is_lost_or_repeated_when_the_process_is_killed_under_load()
    {
        CrashReport report = await CrashRounds.RunAsync(Rounds, Seed, TestContext.Current.CancellationToken);

        output.WriteLine(report.ToString());
        Assert.True(report.IsClean, report.ToString());
        Assert.True(report.Instances > Rounds, report.ToString());
    }
}
