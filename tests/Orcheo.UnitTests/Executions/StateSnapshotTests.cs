using System.Text.Json;
using Orcheo.Core.Executions;

namespace Orcheo.UnitTests.Executions;

public sealed class StateSnapshotTests
{
    private static readonly Checkpoint[] Checkpoints =
    [
        At(2, """{"a":1,"b":1}"""),
        At(5, null),
        At(7, """{"a":2}"""),
        At(9, """{"c":{"deep":true}}"""),
    ];

    [Theory]
    [InlineData(1, "{}")]
    [InlineData(2, """{"a":1,"b":1}""")]
    [InlineData(6, """{"a":1,"b":1}""")]
    [InlineData(7, """{"a":2,"b":1}""")]
    [InlineData(100, """{"a":2,"b":1,"c":{"deep":true}}""")]
    public void The_state_is_what_the_checkpoints_up_to_there_have_set(long seq, string state)
    {
        Assert.Equal(state, StateSnapshot.At(Checkpoints, seq).GetRawText());
        Assert.Equal(state, StateSnapshot.At(Checkpoints.Reverse(), seq).GetRawText());
    }

    private static Checkpoint At(long seq, string? patch) => new()
    {
        Id = "ckp_1",
        ExecutionId = "exe_1",
        NodeId = $"n{seq}",
        Seq = seq,
        Ts = DateTimeOffset.UnixEpoch,
        Succeeded = true,
        Patch = patch is null ? null : JsonElement.Parse(patch),
    };
}
