namespace Orcheo.Durable;

/// <summary>Deletes the rows of messages that nobody will read. Should it get lost in a crash, the next start does the same.</summary>
internal sealed class ForgetUnit(IReadOnlyList<Message> messages) : WriteUnit
{
    public override void Execute(HubWriter writer)
    {
        foreach (Message message in messages)
        {
            writer.Delete(message.Source, message.Row);
        }
    }

    public override void OnCommitted()
    {
    }

    public override void OnFailed(Exception exception)
    {
    }
}
