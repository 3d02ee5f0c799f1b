namespace Orcheo.Durable;

/// <summary>Deletes instances that have ended. Tells how many.</summary>
internal sealed class PurgeUnit(IReadOnlyList<(long Sequence, string Id)> instances) : ClientUnit<int>
{
    public override void Execute(HubWriter writer)
    {
        Result = 0;
        foreach ((long sequence, string id) in instances)
        {
            // Checked again here: the id may have been given to a new instance since the list was made.
            if (writer.FindInstance(id) is { } found && found.Sequence == sequence && InstanceRow.IsEnded(found.Status))
            {
                writer.DeleteInstance(sequence);
                Result++;
            }
        }
    }

    protected override void Apply()
    {
    }
}
