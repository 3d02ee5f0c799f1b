using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Triggers;

/// <summary>The stack is killed across due times and started again.</summary>
public sealed class CronCrashTests(ITestOutputHelper output)
{
    private const int Rounds = 2;

    [Fact]
    public async Task Killed_across_due_times_queue_starts_every_one_and_skip_leaves_the_missed_out()
    {
        await using var stack = await LocalStack.StartAsync();
        var work = new Flow().Node("start", "cron_trigger").Set("keep", new { at = "{{ trigger.scheduled_at }}" }).Chain("start", "keep");
        var (queueing, skipping) = (await stack.Client.CreateAsync(work), await stack.Client.CreateAsync(work));
        var (queue, _) = await CreateAsync(stack, queueing, "queue");
        var (skip, skipFirst) = await CreateAsync(stack, skipping, "skip");
        var outages = new List<(DateTimeOffset From, DateTimeOffset To)>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = (await ReadAsync(stack, queue)).Number("fire_count");
            await Eventually.Becomes(async () => (await ReadAsync(stack, queue)).Number("fire_count"), count => count >= before + 2, "two more times");
            await stack.KillAsync();
            var killed = DateTimeOffset.UtcNow;
            await Eventually.Becomes(() => Task.FromResult(DateTimeOffset.UtcNow), now => now > killed.AddSeconds(5), "five seconds of absence");
            outages.Add((killed, DateTimeOffset.UtcNow));
            await stack.StartAgainAsync();
        }

        await StopAsync(stack, queue);
        await StopAsync(stack, skip);
        var stopped = DateTimeOffset.UtcNow;
        var (queued, queueEnd) = await TimesAsync(stack, queueing, queue);
        var (skipped, skipEnd) = await TimesAsync(stack, skipping, skip);

        // Every second from the first to the last, none left out and none twice.
        Assert.Equal(Enumerable.Range(0, queued.Count).Select(second => queued[0].AddSeconds(second)), queued);
        Assert.Equal(0, queueEnd.Number("missed_count"));

        // What was missed by more than two ticks was dropped; all the rest is there, once.
        Assert.Equal(skipped.Distinct(), skipped);
        foreach (var (from, to) in outages)
        {
            Assert.DoesNotContain(skipped, time => time > from.AddSeconds(1) && time < to.AddSeconds(-2));
        }

        Assert.InRange(skipEnd.Number("missed_count"), Rounds, int.MaxValue);

        // From the first time it was due, which a slow start may have missed already: each was either started or counted as missed. A
        // slow store may have missed some after the last that was started, until it was stopped.
        var covered = (int)(skipped[^1] - skipFirst).TotalSeconds + 1;
        var counted = skipped.Count + skipEnd.Number("missed_count");
        output.WriteLine($"{counted} of {covered} counted; first due {skipFirst:O}, stopped {stopped:O}; started {string.Join(" ", skipped.Select(time => $"{time:mm:ss}"))}; {skipEnd}");
        Assert.InRange(counted, covered, covered + (int)(stopped - skipped[^1]).TotalSeconds);
    }

    private static async Task<(string Id, DateTimeOffset FirstDue)> CreateAsync(LocalStack stack, string workflow, string policy)
    {
        var body = new JsonObject { ["workflow_id"] = workflow, ["cron"] = "* * * * * ?", ["misfire_policy"] = policy };
        var created = (await stack.Client.PostAsync("/triggers/cron", body)).Expect(HttpStatusCode.Created);
        return (created.Id, DateTimeOffset.Parse(created.Json.Text("next_fire_at"), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static async Task<JsonElement> ReadAsync(LocalStack stack, string trigger) =>
        (await stack.Client.GetAsync($"/triggers/cron/{trigger}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>Disables a trigger that has fired since the last start.</summary>
    private static async Task StopAsync(LocalStack stack, string trigger)
    {
        var before = (await ReadAsync(stack, trigger)).Number("fire_count");
        var fired = await Eventually.Becomes(() => ReadAsync(stack, trigger), now => now.Number("fire_count") >= before + 2, "two more times");
        var body = JsonNode.Parse(fired.GetRawText())!.AsObject();
        body["enabled"] = false;
        (await stack.Client.PutAsync($"/triggers/cron/{trigger}", body)).Expect(HttpStatusCode.OK);
    }

    /// <summary>The times that were started, and the trigger, which counts as many: a tick that was under way when it was disabled has ended.</summary>
    private static async Task<(List<DateTimeOffset> Times, JsonElement Trigger)> TimesAsync(LocalStack stack, string workflow, string trigger)
    {
        var seen = await Eventually.Becomes(
            async () => new Seen([.. await CronSeed.AllAsync(stack.Client, $"/executions?workflow_id={workflow}&limit=200")], await ReadAsync(stack, trigger)),
            now => now.Executions.All(item => item.Text("status") == "succeeded") && now.Executions.Count == now.Trigger.Number("fire_count"),
            "the end of all executions, all counted",
            TimeSpan.FromSeconds(60));
        return (seen.Times, seen.Trigger);
    }

    /// <summary>What a failure is to show: which times ran, and what the trigger says.</summary>
    private sealed record Seen(List<JsonElement> Executions, JsonElement Trigger)
    {
        public List<DateTimeOffset> Times =>
            [.. Executions.Select(item => DateTimeOffset.Parse(item.Member("output").Text("at"), System.Globalization.CultureInfo.InvariantCulture)).Order()];

        public override string ToString() =>
            $"{Executions.Count}: {string.Join(" ", Executions.Select(item => $"{item.Member("output")} {item.Text("status")} {item.Text("created_at")}").Order())} {Trigger}";
    }
}
