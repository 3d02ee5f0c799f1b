using System.Text.Json;
using Orcheo.Core.Executions;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.UnitTests.Executions;

public sealed class OutcomeBoundsTests
{
    [Fact]
    public void What_fits_stays_as_it_is()
    {
        var outcome = new NodeOutcome { Succeeded = true, Output = Text(7_000), Patch = Text(7_000), Handle = "true", Seq = 4 };
        Assert.Same(outcome, OutcomeBounds.Bound(outcome));
    }

    [Theory]
    [InlineData(20_000, 10, true, false)]
    [InlineData(10, 20_000, false, true)]
    [InlineData(9_000, 9_000, true, false)]
    [InlineData(20_000, 20_000, true, true)]
    [InlineData(20_000, 30_000, true, true)]
    public void The_larger_part_stays_in_the_store_and_the_other_too_where_it_is_too_large(int output, int patch, bool outputStored, bool patchStored)
    {
        var bounded = OutcomeBounds.Bound(new NodeOutcome { Succeeded = true, Output = Text(output), Patch = Text(patch) });
        Assert.Equal((outputStored, patchStored), (bounded.OutputStored, bounded.PatchStored));
        Assert.Equal((outputStored, patchStored), (bounded.Output.ValueKind == JsonValueKind.Null, bounded.Patch is null));
    }

    [Fact]
    public void An_error_keeps_the_beginning_of_its_message_and_its_code()
    {
        var error = new RunError("ORC3003", new string('<', 5_000), "node", Details: Text(5_000));
        var bounded = OutcomeBounds.Bound(new NodeOutcome { Succeeded = false, Error = error });
        Assert.True(bounded.ErrorStored && MessageSize.Of(bounded.Error!.Message) <= MessageLimits.ErrorText + 12);
        Assert.Equal(("ORC3003", "node", null), (bounded.Error!.Code, bounded.Error.NodeId, bounded.Error.Details));
        var detailed = OutcomeBounds.Bound(new RunError("ORC3003", new string('x', 900), Details: Text(5_000)));
        Assert.Equal((900, null), (detailed.Message.Length, detailed.Details));
    }

    private static JsonElement Text(int length) => JsonSerializer.SerializeToElement(new string('x', length));
}
