using System.Text.Json;
using Microsoft.DurableTask;
using Orcheo.Core.Executions;

namespace Orcheo.Orchestrations;

/// <summary>
/// Sends what is too large for one message ahead, in parts, and gets in parts what is too large for an answer. Only long lists of ids and
/// large definitions come to that: values are named, not sent. Orchestrator code.
/// </summary>
internal sealed class MessageSender(TaskOrchestrationContext context, ExecuteWorkflowInput input)
{
    private int _sent;

    /// <summary>Sends a message ahead when it is too large.</summary>
    /// <param name="message">The message.</param>
    /// <param name="size">The characters that it takes.</param>
    /// <returns>Where it is; null when it can be sent as it is.</returns>
    public async Task<MessageParts?> SendAheadAsync<T>(T message, int size)
    {
        if (!input.Bounded || size <= MessageLimits.Message)
        {
            return null;
        }

        var key = ++_sent;
        var parts = MessageText.Split(message);
        await Task.WhenAll(parts.Select((text, index) => context.CallActivityAsync(
            nameof(MessageActivities.KeepPart), new MessagePart(input.Tenant, input.ExecutionId, key, index, text), NodeCaller.PlatformRetry)));
        return new MessageParts(key, parts.Count);
    }

    /// <summary>The definition that the execution runs, where its own message did not bring it.</summary>
    public async Task<Func<JsonElement>> ReadDefinitionAsync()
    {
        var first = await ReadPartAsync(0);
        var others = await Task.WhenAll(Enumerable.Range(1, first.Count - 1).Select(ReadPartAsync));
        return () => MessageText.Join([first.Text, .. others.Select(part => part.Text)]);
    }

    private Task<DefinitionPart> ReadPartAsync(int index) => context.CallActivityAsync<DefinitionPart>(
        nameof(MessageActivities.ReadDefinition), new DefinitionRequest(input.Tenant, input.ExecutionId, index), NodeCaller.PlatformRetry);
}
