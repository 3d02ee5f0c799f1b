using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Core.Executions;
using Orcheo.Orchestrations;

namespace Orcheo.UnitTests.Orchestrations;

/// <summary>
/// What goes to and from orchestrators and activities means the same to both serializers: that of the embedded engine writes public fields
/// (so it writes tuples too), that of the Functions worker does not, and would lose them in silence.
/// </summary>
public sealed class PayloadTests
{
    [Fact]
    public void Payloads_are_made_of_properties_only()
    {
        var payloads = Reachable([typeof(ExecuteWorkflowInput), .. typeof(ExecuteWorkflow).Assembly.GetTypes().SelectMany(OfFunctions)]);

        Assert.Contains(typeof(RunNodeInput), payloads);
        Assert.Contains(typeof(RunNodeOutput), payloads);
        Assert.DoesNotContain(payloads, type => type.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal));
        Assert.Empty(payloads.Where(type => IsOurs(type) && !type.IsEnum).SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Instance)));
    }

    private static IEnumerable<Type> OfFunctions(Type type) => type
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
        .Where(method => method.IsDefined(typeof(FunctionAttribute)))
        .SelectMany(method => method.GetParameters()
            .Where(parameter => parameter.IsDefined(typeof(ActivityTriggerAttribute)))
            .Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType));

    private static HashSet<Type> Reachable(IEnumerable<Type> from)
    {
        var found = new HashSet<Type>();
        var pending = new Queue<Type>(from);
        while (pending.TryDequeue(out var type))
        {
            if (type.IsGenericParameter || !found.Add(type))
            {
                continue;
            }

            var parts = type.GetGenericArguments().Concat(type.IsArray ? [type.GetElementType()!] : []);
            var members = IsOurs(type) ? type.GetProperties().Select(property => property.PropertyType) : [];
            foreach (var next in parts.Concat(members))
            {
                pending.Enqueue(next);
            }
        }

        return found;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Orcheo", StringComparison.Ordinal) == true;
}
