using CsCheck;
using Orcheo.Core.Executions;

namespace Orcheo.UnitTests.Executions;

/// <summary>Random appends from two journals, as two processes on one store make them: nothing is lost, doubled or out of order.</summary>
public sealed class JournalConcurrencyTests : StoreTest
{
    /// <summary>What one append writes: some events, and perhaps the checkpoint of one of few nodes, or nothing, or it throws.</summary>
    private sealed record Step(int Journal, int Events, int Node, int Kind)
    {
        public bool Throws => Kind == 0;

        public bool IsNothing => Kind == 1;

        public bool HasCheckpoint => Node < 6;
    }

    private sealed record Made(Step Step, string Name, JournalResult? Result);

    private static readonly Gen<Step[]> Steps = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 4], Gen.Int[0, 9], Gen.Int[0, 9])
        .Select(values => new Step(values.Item1, values.Item2, values.Item3, values.Item4))
        .Array[1, 60];

    [Fact]
    public async Task Two_journals_on_one_execution_lose_double_and_reorder_nothing() =>
        await Steps.SampleAsync(CheckAsync, iter: 25, threads: 1);

    private async Task CheckAsync(Step[] steps)
    {
        var id = await CreateAsync();
        RecordingBroadcast[] broadcasts = [new(), new()];
        ExecutionJournal[] journals = [NewJournal(broadcast: broadcasts[0]), NewJournal(broadcast: broadcasts[1])];
        var made = await Task.WhenAll(steps.Select((step, index) => Task.Run(() => AppendAsync(journals[step.Journal], id, step, index), Cancel)));

        var events = await EventsAsync(id);
        AssertGapless(events);
        var written = made.Where(item => item.Result is { Written: true }).ToList();
        AssertEventsOfWritten(events, written);
        AssertTold(broadcasts, events);
        await AssertCheckpointsAsync(id, made, written);

        var head = await HeadAsync(id);
        Assert.Equal(events.Count, head.LastSeq);
        Assert.Equal(written.Count(item => item.Step.HasCheckpoint), head.Stats.NodesSucceeded);
        Assert.Equal(written.Count, head.Stats.TokensIn);
        Assert.Equal(written.Count > 0 ? 1 : 0, events.Count(item => item.Type == EventTypes.ExecutionStart));
    }

    private async Task<Made> AppendAsync(ExecutionJournal journal, string id, Step step, int index)
    {
        var name = $"append{index}";
        try
        {
            return new Made(step, name, await journal.AppendAsync(Tenant, id, _ => Compose(id, step, name), Cancel));
        }
        catch (FormatException exception) when (exception.Message == name)
        {
            Assert.True(step.Throws);
            return new Made(step, name, null);
        }
    }

    private JournalBatch? Compose(string id, Step step, string name) => step switch
    {
        { Throws: true } => throw new FormatException(name),
        { IsNothing: true } => null,
        _ => new JournalBatch
        {
            Events = [.. Enumerable.Range(0, step.Events).Select(number => Event($"{name}/{number}"))],
            Checkpoint = step.HasCheckpoint ? CheckpointOf(id, $"node{step.Node}") : null,
            Change = head => head with
            {
                Stats = head.Stats with
                {
                    NodesSucceeded = head.Stats.NodesSucceeded + (step.HasCheckpoint ? 1 : 0),
                    TokensIn = head.Stats.TokensIn + 1,
                },
            },
        },
    };

    /// <summary>The events of an append are there once, side by side and in order, and end at the sequence number that it was told.</summary>
    private static void AssertEventsOfWritten(IReadOnlyList<ExecutionEvent> events, List<Made> written)
    {
        var expected = written.SelectMany(item => Enumerable.Range(0, item.Step.Events).Select(number => $"{item.Name}/{number}"));
        Assert.Equal(
            expected.Order(StringComparer.Ordinal),
            events.Where(item => item.Type == EventTypes.Log).Select(Message).Order(StringComparer.Ordinal));
        foreach (var item in written.Where(item => item.Step.Events > 0))
        {
            var last = (int)item.Result!.Value.LastSeq;
            var own = events.Skip(last - item.Step.Events).Take(item.Step.Events).Select(Message);
            Assert.Equal(Enumerable.Range(0, item.Step.Events).Select(number => $"{item.Name}/{number}"), own);
        }
    }

    /// <summary>Watchers are told of every event once, and each process tells of its own in order.</summary>
    private static void AssertTold(RecordingBroadcast[] broadcasts, IReadOnlyList<ExecutionEvent> events)
    {
        var told = broadcasts.SelectMany(broadcast => broadcast.Events).OrderBy(item => item.Seq);
        Assert.Equal(events.Select(item => item.Id), told.Select(item => item.Id));
        Assert.All(broadcasts, broadcast => Assert.Equal(broadcast.Events.OrderBy(item => item.Seq), broadcast.Events));
    }

    private async Task AssertCheckpointsAsync(string id, Made[] made, List<Made> written)
    {
        var tried = made.Where(item => item is { Step: { HasCheckpoint: true, Throws: false, IsNothing: false } }).ToList();
        var checkpoints = await Executions.GetCheckpointsAsync(Tenant, id, Cancel);
        Assert.Equal(tried.Select(item => $"node{item.Step.Node}").Distinct().Order(), checkpoints.Select(item => item.NodeId).Order());
        foreach (var checkpoint in checkpoints)
        {
            var winner = Assert.Single(written, item => item.Step.HasCheckpoint && $"node{item.Step.Node}" == checkpoint.NodeId);
            Assert.Equal(winner.Result!.Value.LastSeq, checkpoint.Seq);
        }
    }

    private static string Message(ExecutionEvent item) => item.Payload.GetProperty("message").GetString()!;
}
