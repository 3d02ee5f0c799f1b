using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>Makes what a node came to small enough for a message. What is left out is in the node's checkpoint.</summary>
public static class OutcomeBounds
{
    /// <summary>The outcome, without what would make its message too large; the larger of output and patch goes first.</summary>
    public static NodeOutcome Bound(NodeOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Error is { } error)
        {
            var cut = Bound(error);
            outcome = ReferenceEquals(cut, error) ? outcome : outcome with { Error = cut, ErrorStored = true };
        }

        var (output, patch) = (MessageSize.Of(outcome.Output), MessageSize.Of(outcome.Patch));
        if (output + patch > MessageLimits.Values && output >= patch)
        {
            (outcome, output) = (outcome with { Output = OrcheoJson.Null, OutputStored = true }, 0);
        }

        if (output + patch > MessageLimits.Values)
        {
            (outcome, patch) = (outcome with { Patch = null, PatchStored = true }, 0);
        }

        return output + patch > MessageLimits.Values ? outcome with { Output = OrcheoJson.Null, OutputStored = true } : outcome;
    }

    /// <summary>The error without details and end of its message where it is large; the same one where it is not.</summary>
    public static RunError Bound(RunError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        JsonElement? details = error.Details is { } given && MessageSize.Fits(given, MessageLimits.ErrorText) ? given : null;
        var fits = MessageSize.Of(error.Message) <= MessageLimits.ErrorText;
        return fits && details.HasValue == error.Details.HasValue
            ? error
            : error with { Message = fits ? error.Message : Cut(error.Message), Details = details };
    }

    /// <summary>The beginning of a text: so much that it fits whatever its characters are.</summary>
    private static string Cut(string text)
    {
        const int Kept = MessageLimits.ErrorText / 6;
        if (text.Length <= Kept)
        {
            return text;
        }

        return $"{text[..(char.IsHighSurrogate(text[Kept - 1]) ? Kept - 1 : Kept)]}…";
    }
}
