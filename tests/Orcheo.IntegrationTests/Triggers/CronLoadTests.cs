using System.Globalization;
using System.Text.Json;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>Many triggers on a stack of their own.</summary>
public sealed class CronLoadTests(ITestOutputHelper output)
{
    private const int Stored = 10_000;
    private const int Due = 100;

    /// <summary>How often a hundred are due. The machine may be busy with other tests in one second: what counts is the best of three.</summary>
    private const int Waves = 3;

    private static readonly TimeSpan _between = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Of_ten_thousand_triggers_a_hundred_are_due_in_one_second_and_start_within_two_each_once()
    {
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Sqlite = true });
        var workflow = await stack.Client.CreateAsync(new Flow().Node("start", "cron_trigger"));
        Assert.Equal(0, await stack.TerminateAsync());

        // Far enough ahead for the seeding and the start; the years of the expression let each fire this once.
        var due = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 25);
        await CronSeed.WriteAsync(stack, Enumerable.Range(0, Stored).Select(i => i % (Stored / Due) < Waves
            ? CronSeed.Trigger(workflow, Once(due + (i % (Stored / Due) * _between)), due + (i % (Stored / Due) * _between))
            : CronSeed.Trigger(workflow, "0 0 0 1 1 ? 2090", new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        await stack.StartAgainAsync();
        Assert.True(DateTimeOffset.UtcNow < due, "Seeding and starting took too long for this test.");

        var executions = await Eventually.Becomes(
            () => CronSeed.AllAsync(stack.Client, $"/executions?workflow_id={workflow}&limit=200"),
            items => items.Count >= Waves * Due && items.All(item => item.Text("status") == "succeeded"),
            "a hundred executions of each second",
            TimeSpan.FromSeconds(90));
        Assert.Equal(Waves * Due, executions.Count);
        Assert.Equal(Waves * Due, executions.Select(item => item.Member("trigger").Text("id")).Distinct().Count());

        var fired = await CronSeed.AllAsync(stack.Client, "/triggers/cron?limit=200");
        Assert.Equal((Stored, Waves * Due), (fired.Count, fired.Count(trigger => trigger.Number("fire_count") == 1 && trigger.Text("status") == "finished")));

        var dueAt = fired.Where(trigger => trigger.Number("fire_count") == 1).ToDictionary(trigger => trigger.Text("id")!, DueOf, StringComparer.Ordinal);
        var late = executions
            .GroupBy(execution => dueAt[execution.Member("trigger").Text("id")!])
            .Select(wave => (Created: Latest(wave, "created_at"), Started: Latest(wave, "started_at")))
            .OrderBy(wave => wave.Created)
            .ToList();
        output.WriteLine(string.Join('\n', late.Select(wave =>
            $"The last of {Due} was created {wave.Created.TotalMilliseconds:0} ms after its time, and began {wave.Started.TotalMilliseconds:0} ms after it.")));
        Assert.Equal(Waves, late.Count);
        Assert.True(late[0].Created < TimeSpan.FromSeconds(2), $"The last ones were created {string.Join(", ", late.Select(wave => wave.Created))} after their times.");
    }

    /// <summary>An expression that fires once: its year lets it fire no more.</summary>
    private static string Once(DateTimeOffset due) => $"{due.Second} {due.Minute} {due.Hour} {due.Day} {due.Month} ? {due.Year}";

    private static DateTimeOffset DueOf(JsonElement trigger)
    {
        var parts = trigger.Text("cron")!.Split(' ').Where(part => part != "?").Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new DateTimeOffset(parts[5], parts[4], parts[3], parts[2], parts[1], parts[0], TimeSpan.Zero);
    }

    private static TimeSpan Latest(IGrouping<DateTimeOffset, JsonElement> wave, string member) =>
        wave.Max(execution => execution.Member(member).GetDateTimeOffset() - wave.Key);
}
