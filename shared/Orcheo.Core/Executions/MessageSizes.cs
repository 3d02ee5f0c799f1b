using Orcheo.Core.Json;
using Orcheo.Core.Plans;

namespace Orcheo.Core.Executions;

/// <summary>How many characters a message takes, at most. It costs a look at the values, not another serialization.</summary>
public static class MessageSizes
{
    /// <summary>Of a message that starts a node.</summary>
    public static int Of(RunNodeInput message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageLimits.Frame + MessageSize.Of(message.Node) + MessageSize.Of(message.Values) + Of(message.Stored) + MessageSize.Of(message.EntryValue)
            + MessageSize.Of(message.Skipped) + MessageSize.Of(message.Credentials);
    }

    /// <summary>Of a message that asks about edges.</summary>
    public static int Of(DecideEdgesInput message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageLimits.Frame + MessageSize.Of(message.Values) + Of(message.Stored);
    }

    /// <summary>Of a message that ends an execution.</summary>
    public static int Of(CompleteExecutionInput message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var answer = message.Answer is { } given ? MessageSize.Of(given.Node) + MessageSize.Of(given.Values) + Of(given.Stored) : 0;
        return MessageLimits.Frame + MessageSize.Of(message.Output) + MessageSize.Of(message.OutputOf) + MessageSize.Of(message.Error?.Message)
            + MessageSize.Of(message.Error?.Details) + MessageSize.Of(message.Skipped) + answer;
    }

    private static int Of(StoredValues? stored) =>
        stored is null ? 0 : MessageSize.Of(stored.Nodes) + MessageSize.Of(stored.Patches) + MessageSize.Of(stored.States) + 128;
}
