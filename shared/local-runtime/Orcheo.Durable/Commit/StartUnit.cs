using Microsoft.DurableTask.Client;

namespace Orcheo.Durable;

/// <summary>Creates an instance, unless one with the same id refuses it. Tells the status of the one that does; null when created.</summary>
internal sealed class StartUnit(HubEngine engine, InstanceRow row, IReadOnlySet<OrchestrationRuntimeStatus> refusing, bool isRandomId)
    : ClientUnit<OrchestrationRuntimeStatus?>
{
    private InstanceRow? _created;

    public override void Execute(HubWriter writer)
    {
        Result = null;
        _created = null;
        if (!isRandomId && writer.FindInstance(row.Id) is { } existing)
        {
            if (refusing.Contains(existing.Status) || !InstanceRow.IsEnded(existing.Status))
            {
                Result = existing.Status;
                return;
            }

            writer.DeleteInstance(existing.Sequence);
        }

        _created = row with { Sequence = writer.InsertInstance(row) };
    }

    protected override void Apply()
    {
        if (_created is not null)
        {
            engine.Admit(_created);
        }
    }
}
