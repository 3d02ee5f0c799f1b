namespace Orcheo.Durable;

/// <summary>Puts a message of a client into an inbox. Tells whether there is such an instance.</summary>
internal sealed class SendUnit(HubEngine engine, string instanceId, TurnInput input) : ClientUnit<bool>
{
    private (long Receiver, Message Message)? _sent;

    public override void Execute(HubWriter writer)
    {
        _sent = null;
        if (writer.FindInstance(instanceId) is { } target && !InstanceRow.IsEnded(target.Status))
        {
            _sent = (target.Sequence, writer.InsertInbox(target.Sequence, Message.AnyGeneration, input));
        }

        Result = _sent is not null;
    }

    protected override void Apply()
    {
        if (_sent is { } sent)
        {
            engine.Deliver(sent.Receiver, sent.Message);
        }
    }
}
