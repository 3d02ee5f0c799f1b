using Microsoft.DurableTask;
using Orcheo.Durable;
using Orcheo.DurableTests.Support;

namespace Orcheo.DurableTests;

/// <summary>What is stored must be read by every later version, and replayed against the code as it is now.</summary>
public sealed class HistoryTests
{
    // A turn as version 1 stored it: never change it; add the next version beside it.
    private const string Version1 = "010200000000000101056E616D65037B7D0002000202410000030400024201D0CD5DA9";

    private static readonly TurnInput[] Inputs = [new(TurnInputKind.Started), new(TurnInputKind.ActivityCompleted, 1, "name", "{}")];

    [Fact]
    public void A_recorded_history_still_replays() => Read("chain").Replay(ChainAsync);

    [Fact]
    public void A_history_that_the_code_contradicts_is_refused_and_both_actions_are_named()
    {
        NonDeterministicOrchestrationException difference
            = Assert.Throws<NonDeterministicOrchestrationException>(() => Read("chain-non-deterministic").Replay(ChainAsync));

        Assert.Equal(("call of activity 'Approve' (#1)", "timer (#1)"), (difference.Recorded, difference.Actual));
    }

    [Fact]
    public void Code_that_does_less_or_more_than_history_is_refused()
    {
        Assert.Equal("end of the turn", Assert.Throws<NonDeterministicOrchestrationException>(() => Read("chain").Replay(
            async context => await context.WaitForExternalEvent<int>("Event", CancellationToken.None))).Actual);
        Assert.Equal("end of the turn", Assert.Throws<NonDeterministicOrchestrationException>(() => Read("chain").Replay(
            async context =>
            {
                _ = context.CallActivityAsync<int>("PlusOne", 1);
                return await context.CallActivityAsync<int>("PlusOne", 1);
            })).Recorded);
    }

    [Fact]
    public async Task A_history_of_a_hub_can_be_recorded_and_replayed()
    {
        await using TestHub hub = await new TestHub()
            .Activity<int, int>("PlusOne", value => value + 1)
            .Orchestrator("Chain", async context =>
            {
                int value = await context.CallActivityAsync<int>("PlusOne", context.GetInput<int>());
                await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                return await context.CallActivityAsync<int>("PlusOne", value);
            }).StartAsync();
        string id = (await hub.RunAsync("Chain", 2)).InstanceId;

        RecordedHistory recorded = RecordedHistory.Parse(RecordedHistory.Read(hub.Hub.Engine, id)!.ToJson());

        recorded.Replay(ChainAsync);
        Assert.Equal(4, recorded.Turns.Count);
        Assert.Null(RecordedHistory.Read(hub.Hub.Engine, "nobody"));
    }

    [Fact]
    public void A_turn_that_version_1_stored_still_reads()
    {
        HistoryTurn turn = HistoryCodec.Decode(3, DateTime.UnixEpoch, Convert.FromHexString(Version1));

        Assert.Equal(Inputs, turn.Inputs);
        Assert.Equal(Version1, Convert.ToHexString(HistoryCodec.Encode(turn.Inputs, turn.Actions)));
    }

    [Fact]
    public void Failures_survive_the_round_trip()
    {
        TaskFailureDetails failure = new("A", "b", "c", new("D", "é", null, null, null), new Dictionary<string, object?> { ["n"] = "1" });
        TaskFailureDetails read = HistoryCodec.DecodeFailure(HistoryCodec.EncodeFailure(failure))!;

        Assert.Equal(("A", "b", "c", "D", "é"), (read.ErrorType, read.ErrorMessage, read.StackTrace, read.InnerFailure!.ErrorType, read.InnerFailure.ErrorMessage));
        Assert.Equal("1", read.Properties!["n"]!.ToString());
        Assert.Null(HistoryCodec.DecodeFailure([]));
    }

    [Fact]
    public void A_damaged_turn_is_never_read()
    {
        byte[] good = HistoryCodec.Encode(Inputs, []);
        for (int i = 0; i < good.Length; i++)
        {
            byte[] damaged = [.. good];
            damaged[i] ^= 0x10;
            Assert.Throws<CorruptHistoryException>(() => HistoryCodec.Decode(1, DateTime.UnixEpoch, damaged));
            Assert.Throws<CorruptHistoryException>(() => HistoryCodec.Decode(1, DateTime.UnixEpoch, good.AsSpan(0, i)));
        }
    }

    private static RecordedHistory Read(string name)
        => RecordedHistory.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Histories", name + ".json")));

    private static async Task<object?> ChainAsync(TaskOrchestrationContext context)
    {
        int value = await context.CallActivityAsync<int>("PlusOne", context.GetInput<int>());
        await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
        return await context.CallActivityAsync<int>("PlusOne", value);
    }
}
