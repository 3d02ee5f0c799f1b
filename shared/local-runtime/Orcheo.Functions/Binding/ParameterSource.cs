using System.Linq.Expressions;

namespace Orcheo.Functions.Binding;

/// <summary>Builds the expression that gives a parameter its value.</summary>
/// <param name="context">The invocation, of type <see cref="Invocation.HostFunctionContext"/>.</param>
/// <returns>An expression of the parameter's type.</returns>
internal delegate Expression ParameterSource(ParameterExpression context);
