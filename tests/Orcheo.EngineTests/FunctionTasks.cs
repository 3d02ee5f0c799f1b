using System.Reflection;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Orcheo.EngineTests;

/// <summary>A function as a task of the engine.</summary>
/// <param name="services">What its class asks for.</param>
/// <param name="method">The function.</param>
internal abstract class FunctionTask(IServiceProvider services, MethodInfo method)
{
    private static readonly WorkerConverter Converter = new();

    /// <summary>Runs the function.</summary>
    /// <param name="supply">What a parameter is given.</param>
    /// <returns>The result as JSON.</returns>
    protected async Task<string?> InvokeAsync(Func<ParameterInfo, object?> supply)
    {
        var target = method.IsStatic ? null : ActivatorUtilities.CreateInstance(services, method.DeclaringType!);
        var task = (Task)method.Invoke(target, [.. method.GetParameters().Select(supply)])!;
        await task;
        return method.ReturnType.IsGenericType ? Converter.Serialize(method.ReturnType.GetProperty("Result")!.GetValue(task)) : null;
    }

    protected static JsonElement? Parsed(string? json) => json is null ? null : JsonElement.Parse(json);
}

internal sealed class FunctionOrchestrator(IServiceProvider services, MethodInfo method) : FunctionTask(services, method), ITaskOrchestrator
{
    public Type InputType => typeof(JsonElement?);

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input) =>
        Parsed(await InvokeAsync(_ => new FunctionsContext(context, (JsonElement?)input)));
}

internal sealed class FunctionActivity(IServiceProvider services, MethodInfo method, Func<DurableTaskClient> client, Action<string?> measure)
    : FunctionTask(services, method), ITaskActivity
{
    public Type InputType => typeof(JsonElement?);

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        var raw = ((JsonElement?)input)?.GetRawText();
        measure(raw);
        var json = WorkerConverter.ThroughTheHost(raw);
        var answer = await InvokeAsync(parameter => parameter switch
        {
            _ when parameter.IsDefined(typeof(ActivityTriggerAttribute)) => new WorkerConverter().Deserialize(json, parameter.ParameterType),
            _ when parameter.ParameterType == typeof(DurableTaskClient) => client(),
            _ => CancellationToken.None,
        });
        measure(answer);
        return Parsed(WorkerConverter.ThroughTheHost(answer));
    }
}
