using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orcheo.Functions.Invocation;

namespace Orcheo.Functions.Binding;

/// <summary>Compiles "make the instance, bind the parameters, call the method, take its result" into one delegate.</summary>
internal static class InvocationCompiler
{
    private static readonly PropertyInfo _services = typeof(HostFunctionContext).GetProperty(nameof(HostFunctionContext.InstanceServices))!;

    internal static Func<HostFunctionContext, ValueTask<object?>> Compile(MethodInfo method, IReadOnlyList<ParameterSource> parameters)
    {
        var context = Expression.Parameter(typeof(HostFunctionContext), "context");
        var call = Expression.Call(Instance(method, context), method, parameters.Select(source => source(context)));
        var body = method.ReturnType == typeof(void)
            ? Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)))
            : (Expression)Expression.Call(Adapter(method.ReturnType), call);
        return Expression.Lambda<Func<HostFunctionContext, ValueTask<object?>>>(body, context).Compile();
    }

    private static UnaryExpression? Instance(MethodInfo method, ParameterExpression context)
    {
        if (method.IsStatic)
        {
            return null;
        }

        var factory = ActivatorUtilities.CreateFactory(method.DeclaringType!, Type.EmptyTypes);
        var make = Expression.Invoke(
            Expression.Constant(factory), Expression.Property(context, _services), Expression.Constant(null, typeof(object[])));
        return Expression.Convert(make, method.DeclaringType!);
    }

    private static MethodInfo Adapter(Type result)
    {
        if (result == typeof(Task) || result == typeof(ValueTask))
        {
            return Find(result == typeof(Task) ? nameof(OfTask) : nameof(OfValueTask));
        }

        if (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>))
        {
            return Find(nameof(OfTaskWithResult)).MakeGenericMethod(result.GenericTypeArguments);
        }

        return result.IsGenericType && result.GetGenericTypeDefinition() == typeof(ValueTask<>)
            ? Find(nameof(OfValueTaskWithResult)).MakeGenericMethod(result.GenericTypeArguments)
            : Find(nameof(OfValue)).MakeGenericMethod(result);
    }

    private static MethodInfo Find(string name) =>
        typeof(InvocationCompiler).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;

    private static ValueTask<object?> OfValue<T>(T value) => new(value);

    private static async ValueTask<object?> OfTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> OfValueTask(ValueTask task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> OfTaskWithResult<T>(Task<T> task) => await task;

    private static async ValueTask<object?> OfValueTaskWithResult<T>(ValueTask<T> task) => await task;
}
