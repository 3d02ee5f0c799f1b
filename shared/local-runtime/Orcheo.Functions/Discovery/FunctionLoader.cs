using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Orcheo.Functions.Binding;

namespace Orcheo.Functions.Discovery;

/// <summary>Turns the methods marked with <see cref="FunctionAttribute"/> into functions, or says what is wrong with them, all at once.</summary>
internal static partial class FunctionLoader
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Loads the functions that the given types declare.</summary>
    /// <exception cref="FunctionLoadException">A declaration is wrong.</exception>
    internal static IReadOnlyList<FunctionEntry> Load(IEnumerable<Type> types)
    {
        var problems = new List<string>();
        var functions = new Dictionary<string, FunctionEntry>(StringComparer.OrdinalIgnoreCase);
        foreach (var method in types.SelectMany(type => type.GetMethods(Declared)))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is not { } attribute)
            {
                continue;
            }

            var label = $"Function '{attribute.Name}' ({EntryPoint(method)})";
            try
            {
                var function = Read(method, attribute.Name);
                if (!functions.TryAdd(function.Name, function))
                {
                    problems.Add($"{label}: the name is taken by {functions[function.Name].Definition.EntryPoint}.");
                }
            }
            catch (FunctionDeclarationException e)
            {
                problems.Add($"{label}: {e.Message}");
            }
        }

        return problems.Count == 0 ? [.. functions.Values] : throw new FunctionLoadException(problems);
    }

    private static FunctionEntry Read(MethodInfo method, string name)
    {
        CheckMethod(method, name);
        var parameters = method.GetParameters();
        var (triggerParameter, trigger) = FindTrigger(parameters);
        var kind = KindOf(trigger);
        var binder = new ParameterBinder(name, kind, triggerParameter);
        var sources = parameters.Select(binder.Bind).ToArray();
        return new FunctionEntry(
            Define(method, name, kind, parameters), kind, trigger, method, () => InvocationCompiler.Compile(method, sources))
        {
            DurableClients = binder.DurableClients,
        };
    }

    private static void CheckMethod(MethodInfo method, string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            throw new FunctionDeclarationException(
                "a name is 1 to 127 letters, digits, '_' and '-', and begins with a letter.");
        }

        if (!method.IsPublic)
        {
            throw new FunctionDeclarationException("the method must be public.");
        }

        if (method.ContainsGenericParameters)
        {
            throw new FunctionDeclarationException("neither the method nor its class can be generic.");
        }

        if (!method.IsStatic && method.DeclaringType!.IsAbstract)
        {
            throw new FunctionDeclarationException("the class is abstract.");
        }
    }

    private static (ParameterInfo Parameter, TriggerBindingAttribute Trigger) FindTrigger(ParameterInfo[] parameters)
    {
        var triggers = parameters
            .Select(parameter => (Parameter: parameter, Trigger: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.Trigger is not null)
            .ToArray();
        return triggers.Length switch
        {
            1 => (triggers[0].Parameter, triggers[0].Trigger!),
            0 => throw new FunctionDeclarationException("no parameter has a trigger attribute."),
            _ => throw new FunctionDeclarationException("more than one parameter has a trigger attribute."),
        };
    }

    private static TriggerKind KindOf(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => TriggerKind.Http,
        TimerTriggerAttribute => TriggerKind.Timer,
        OrchestrationTriggerAttribute => TriggerKind.Orchestration,
        ActivityTriggerAttribute => TriggerKind.Activity,
        _ => throw new FunctionDeclarationException($"the local host knows no trigger {trigger.GetType().Name}."),
    };

    private static HostFunctionDefinition Define(MethodInfo method, string name, TriggerKind kind, ParameterInfo[] parameters)
    {
        var inputs = ImmutableDictionary.CreateBuilder<string, BindingMetadata>();
        foreach (var parameter in parameters)
        {
            if (BindingType(parameter) is { } type)
            {
                inputs[parameter.Name!] = new HostBindingMetadata(parameter.Name!, type, BindingDirection.In);
            }
        }

        var outputs = kind == TriggerKind.Http && method.ReturnType != typeof(void) && method.ReturnType != typeof(Task)
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add(
                "$return", new HostBindingMetadata("$return", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;
        var entryPoint = EntryPoint(method);
        return new HostFunctionDefinition
        {
            DeclaredName = name,
            DeclaredId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}:{entryPoint}")), 0, 8),
            DeclaredEntryPoint = entryPoint,
            AssemblyPath = method.Module.Assembly.Location,
            DeclaredParameters = [.. parameters.Select(Describe)],
            Inputs = inputs.ToImmutable(),
            Outputs = outputs,
        };
    }

    private static FunctionParameter Describe(ParameterInfo parameter)
    {
        var properties = parameter.GetCustomAttribute<BindingAttribute>() is { } binding
            ? ImmutableDictionary<string, object>.Empty.Add("bindingAttribute", binding)
            : ImmutableDictionary<string, object>.Empty;
        return new FunctionParameter(
            parameter.Name!,
            parameter.ParameterType,
            parameter.HasDefaultValue,
            parameter.HasDefaultValue ? parameter.DefaultValue : null,
            properties);
    }

    private static string? BindingType(ParameterInfo parameter)
    {
        if (parameter.GetCustomAttribute<BindingAttribute>() is not { } binding)
        {
            return null;
        }

        var name = binding.GetType().Name.AsSpan();
        name = name.EndsWith("Attribute") ? name[..^"Attribute".Length] : name;
        return string.Concat(name[..1].ToString().ToLowerInvariant(), name[1..]);
    }

    private static string EntryPoint(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
