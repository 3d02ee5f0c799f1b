using System.Net;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>Many triggers on a stack of their own.</summary>
public sealed class CronLoadTests(ITestOutputHelper output)
{
    private const int Stored = 10_000;
    private const int Due = 100;

    [Fact]
    public async Task Of_ten_thousand_triggers_a_hundred_are_due_in_one_second_and_start_within_two_each_once()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Sqlite = true });
        var workflow = await stack.Client.CreateAsync(new Flow().Node("start", "cron_trigger"));
        Assert.Equal(0, await stack.TerminateAsync());

        // Far enough ahead for the seeding and the start; the years of the expression let each fire this once.
        var due = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 25);
        var once = $"{due.Second} {due.Minute} {due.Hour} {due.Day} {due.Month} ? {due.Year}";
        await CronSeed.WriteAsync(stack, Enumerable.Range(0, Stored).Select(i => i % (Stored / Due) == 0
            ? CronSeed.Trigger(workflow, once, due)
            : CronSeed.Trigger(workflow, "0 0 0 1 1 ? 2090", new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        await stack.StartAgainAsync();
        Assert.True(DateTimeOffset.UtcNow < due, "Seeding and starting took too long for this test.");

        var executions = await Eventually.Becomes(
            async () => (await stack.Client.GetAsync($"/executions?workflow_id={workflow}&limit=200")).Expect(HttpStatusCode.OK).Json.Items(),
            items => items.Count >= Due && items.All(item => item.Text("status") == "succeeded"),
            "a hundred executions",
            TimeSpan.FromSeconds(90));
        var late = Latest("created_at");
        output.WriteLine($"The last of {Due} was started {late.TotalMilliseconds:0} ms after the time, and ran {Latest("started_at").TotalMilliseconds:0} ms after it.");
        Assert.Equal(Due, executions.Count);
        Assert.Equal(Due, executions.Select(item => item.Member("trigger").Text("id")).Distinct().Count());
        Assert.True(late < TimeSpan.FromSeconds(2), $"The last one started {late} after its time.");

        var fired = await CronSeed.AllAsync(stack.Client, "/triggers/cron?limit=200");
        Assert.Equal((Stored, Due), (fired.Count, fired.Count(trigger => trigger.Number("fire_count") == 1 && trigger.Text("status") == "finished")));

        TimeSpan Latest(string member) => executions.Select(item => item.Member(member).GetDateTimeOffset() - due).Max();
    }
}
