using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Orcheo.Functions.Discovery;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Binding;

/// <summary>Decides, once, where each parameter of one function takes its value from.</summary>
internal sealed class ParameterBinder(string function, TriggerKind kind, ParameterInfo trigger)
{
    private readonly List<DurableClientAttribute> _durableClients = [];
    private bool _inputBound;

    /// <summary>The durable clients among the parameters bound so far.</summary>
    internal IReadOnlyList<DurableClientAttribute> DurableClients => _durableClients;

    /// <summary>Finds a parameter's source.</summary>
    /// <exception cref="FunctionDeclarationException">The host has nothing for such a parameter.</exception>
    internal ParameterSource Bind(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<DurableClientAttribute>() is { } client)
        {
            return BindDurableClient(type, client);
        }

        if (parameter == trigger)
        {
            return BindTrigger(type);
        }

        if (type == typeof(FunctionContext))
        {
            return context => Expression.Convert(context, typeof(FunctionContext));
        }

        if (type == typeof(CancellationToken))
        {
            return context => Expression.Property(context, nameof(HostFunctionContext.CancellationToken));
        }

        return BindByKind(parameter) ?? throw new FunctionDeclarationException(
            $"the host has no value for parameter '{parameter.Name}' of type {type}.");
    }

    private ParameterSource BindDurableClient(Type type, DurableClientAttribute client)
    {
        Expect(type, typeof(DurableTaskClient), "DurableClient");
        _durableClients.Add(client);
        return context => Expression.Property(
            Expression.Property(context, nameof(HostFunctionContext.Runtime)), nameof(FunctionRuntime.DurableClient));
    }

    private ParameterSource BindTrigger(Type type)
    {
        switch (kind)
        {
            case TriggerKind.Http:
                Expect(type, typeof(HttpRequest), "HttpTrigger");
                return Request;
            case TriggerKind.Timer:
                Expect(type, typeof(TimerInfo), "TimerTrigger");
                return TriggerValue(type);
            case TriggerKind.Orchestration:
                Expect(type, typeof(TaskOrchestrationContext), "OrchestrationTrigger");
                return TriggerValue(type);
            default:
                if (type == typeof(FunctionContext))
                {
                    return context => Expression.Convert(context, typeof(FunctionContext));
                }

                return TriggerValue(type);
        }
    }

    private ParameterSource? BindByKind(ParameterInfo parameter)
    {
        switch (kind)
        {
            case TriggerKind.Http when parameter.ParameterType == typeof(HttpRequest):
                return Request;
            case TriggerKind.Http:
                return BindingDataArgument.For(function, parameter) is { } argument
                    ? context => Expression.Call(Expression.Constant(argument), "Read", Type.EmptyTypes, context)
                    : null;
            case TriggerKind.Activity when parameter.ParameterType == typeof(string) && parameter.Name == "instanceId":
                return context => Expression.Property(context, nameof(HostFunctionContext.InstanceId));
            case TriggerKind.Orchestration when !_inputBound:
                _inputBound = true;
                return InputOf(parameter.ParameterType);
            default:
                return null;
        }
    }

    private static Expression Request(ParameterExpression context) => Expression.Property(
        Expression.Property(context, nameof(HostFunctionContext.Request)), nameof(HttpContext.Request));

    // A missing input of a value type is its default value.
    private static ParameterSource TriggerValue(Type type) =>
        context => Expression.Call(context, nameof(HostFunctionContext.TriggerAs), [type]);

    private static ParameterSource InputOf(Type type) =>
        context => Expression.Call(context, nameof(HostFunctionContext.OrchestrationInput), [type]);

    private static void Expect(Type actual, Type expected, string attribute)
    {
        if (actual != expected)
        {
            throw new FunctionDeclarationException($"the [{attribute}] parameter must be a {expected.FullName}, not a {actual}.");
        }
    }
}
