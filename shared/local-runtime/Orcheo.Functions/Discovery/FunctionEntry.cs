using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Discovery;

/// <summary>A function as the host runs it.</summary>
internal sealed class FunctionEntry
{
    private readonly Lazy<Func<HostFunctionContext, ValueTask<object?>>> _invoke;

    public FunctionEntry(
        HostFunctionDefinition definition,
        TriggerKind kind,
        TriggerBindingAttribute trigger,
        MethodInfo method,
        Func<Func<HostFunctionContext, ValueTask<object?>>> compile)
    {
        Definition = definition;
        Kind = kind;
        Trigger = trigger;
        Method = method;
        _invoke = new Lazy<Func<HostFunctionContext, ValueTask<object?>>>(compile);
    }

    internal string Name => Definition.Name;

    internal HostFunctionDefinition Definition { get; }

    internal TriggerKind Kind { get; }

    internal TriggerBindingAttribute Trigger { get; }

    internal MethodInfo Method { get; }

    /// <summary>The parameters that are durable clients.</summary>
    internal required IReadOnlyList<DurableClientAttribute> DurableClients { get; init; }

    /// <summary>How an error message names the function.</summary>
    internal string Display => $"Function '{Name}' ({Definition.EntryPoint})";

    /// <summary>Binds the parameters and calls the method.</summary>
    internal ValueTask<object?> Invoke(HostFunctionContext context) => _invoke.Value(context);

    /// <summary>Compiles the invocation now instead of at the first call.</summary>
    internal void Prepare() => _ = _invoke.Value;
}
