using Microsoft.Azure.Functions.Worker;

namespace Orcheo.Functions.Invocation;

internal sealed class HostInvocationResult<T>(HostFunctionContext context) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)context.Result;
        set => context.Result = value;
    }
}
