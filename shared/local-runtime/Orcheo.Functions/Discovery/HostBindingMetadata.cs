using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Discovery;

internal sealed class HostBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;
}
