using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Binding;

/// <summary>Makes arguments that are read by name from the request's route or query.</summary>
internal static class BindingDataArgument
{
    /// <summary>Makes the argument for a parameter, or null when its type cannot be read from text.</summary>
    internal static object? For(string function, ParameterInfo parameter) =>
        TextParser.For(parameter.ParameterType) is { } parser
            ? Activator.CreateInstance(typeof(BindingDataArgument<>).MakeGenericType(parameter.ParameterType), function, parameter, parser)
            : null;
}

/// <summary>An argument that is read by name from the request's route or query.</summary>
internal sealed class BindingDataArgument<T>
{
    private readonly string _function;
    private readonly string _name;
    private readonly TryParse<T> _parse;
    private readonly bool _optional;
    private readonly T? _default;

    public BindingDataArgument(string function, ParameterInfo parameter, TryParse<T> parse)
    {
        _function = function;
        _name = parameter.Name!;
        _parse = parse;
        _optional = parameter.HasDefaultValue || default(T) is null;
        _default = parameter is { HasDefaultValue: true, DefaultValue: T value } ? value : default;
    }

    /// <summary>Reads the value.</summary>
    /// <exception cref="FunctionInputConverterException">It is missing and has no default, or is not of the type.</exception>
    public T? Read(HostFunctionContext context)
    {
        var request = context.Request!.Request;
        if (Find(request) is not { } text)
        {
            return _optional
                ? _default
                : throw new FunctionInputConverterException(
                    $"Function '{_function}': parameter '{_name}' has no value, no default, and cannot be null.");
        }

        return _parse(text, out var value)
            ? value
            : throw new FunctionInputConverterException(
                $"Function '{_function}': parameter '{_name}' cannot be converted to {typeof(T)}.");
    }

    private string? Find(HttpRequest request)
    {
        if (request.RouteValues.TryGetValue(_name, out var value))
        {
            return value as string;
        }

        return request.QueryString.HasValue && request.Query.TryGetValue(_name, out var values) ? values.ToString() : null;
    }
}
