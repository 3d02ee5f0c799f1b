using System.Text.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>The <c>state</c> of an execution at a moment, folded from its checkpoints as the run itself folds them.</summary>
public static class StateSnapshot
{
    /// <summary>The state after the checkpoint with that sequence number.</summary>
    /// <param name="checkpoints">The execution's checkpoints.</param>
    /// <param name="seq">Checkpoints after this one do not count.</param>
    public static JsonElement At(IEnumerable<Checkpoint> checkpoints, long seq)
    {
        ArgumentNullException.ThrowIfNull(checkpoints);
        var state = new RunState();
        foreach (var checkpoint in checkpoints)
        {
            if (checkpoint.Seq <= seq && checkpoint.Patch is { ValueKind: JsonValueKind.Object } patch)
            {
                state.Apply(patch, checkpoint.Seq);
            }
        }

        return state.ToElement();
    }
}
