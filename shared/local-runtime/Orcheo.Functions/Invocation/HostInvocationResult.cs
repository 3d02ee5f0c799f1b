using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Invocation;

internal sealed class HostInvocationResult(HostFunctionContext context) : InvocationResult
{
    public override object? Value
    {
        get => context.Result;
        set => context.Result = value;
    }
}
