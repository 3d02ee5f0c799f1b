using System.Text.Json;
using Acornima;

namespace Orcheo.Core.Expressions;

/// <summary>A part of an expression that is evaluated without the script engine.</summary>
/// <remarks>
/// Each node either gives exactly what the engine would give, or declines; when it declines, the engine evaluates the whole
/// expression from the start. There are no side effects, so that starting again is safe, and every failure is reported by the engine.
/// </remarks>
internal abstract record NativeNode
{
    /// <summary>Evaluates the node.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when the engine must decide.</returns>
    public abstract bool TryEvaluate(JsonElement scope, out ScopeValue value);
}

/// <summary>A literal.</summary>
internal sealed record NativeConstant(ScopeValue Value) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value)
    {
        value = Value;
        return true;
    }
}

/// <summary>A path from a root.</summary>
internal sealed record NativePath(ScopePath Path) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value) => Path.Resolve(scope, out value) < 0;
}

/// <summary><c>!a</c>.</summary>
internal sealed record NativeNot(NativeNode Operand) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value)
    {
        var known = Operand.TryEvaluate(scope, out var operand);
        value = ScopeValue.Of(!operand.IsTruthy);
        return known;
    }
}

/// <summary><c>a &amp;&amp; b</c>, <c>a || b</c>, <c>a ?? b</c>.</summary>
internal sealed record NativeLogical(Operator Operator, NativeNode Left, NativeNode Right) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value)
    {
        if (!Left.TryEvaluate(scope, out value))
        {
            return false;
        }

        var goesOn = Operator switch
        {
            Operator.LogicalAnd => value.IsTruthy,
            Operator.LogicalOr => !value.IsTruthy,
            _ => value.IsNullish,
        };
        return !goesOn || Right.TryEvaluate(scope, out value);
    }
}

/// <summary><c>a ? b : c</c>.</summary>
internal sealed record NativeConditional(NativeNode Test, NativeNode Consequent, NativeNode Alternate) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value) =>
        Test.TryEvaluate(scope, out value) && (value.IsTruthy ? Consequent : Alternate).TryEvaluate(scope, out value);
}

/// <summary>A comparison or sum of two scalars of the same type.</summary>
internal sealed record NativeBinary(Operator Operator, NativeNode Left, NativeNode Right) : NativeNode
{
    public override bool TryEvaluate(JsonElement scope, out ScopeValue value)
    {
        value = default;
        if (!Left.TryEvaluate(scope, out var left) || !Right.TryEvaluate(scope, out var right))
        {
            return false;
        }

        return Operator switch
        {
            Operator.StrictEquality or Operator.StrictInequality => TryStrict(left, right, out value),
            Operator.Equality or Operator.Inequality => TryLoose(left, right, out value),
            _ when left.Kind == ScopeValueKind.Number && right.Kind == ScopeValueKind.Number => TryNumbers(left.Number, right.Number, out value),
            _ when left.Kind == ScopeValueKind.Text && right.Kind == ScopeValueKind.Text => TryTexts(left.Text, right.Text, out value),
            _ => false,
        };
    }

    private bool TryStrict(ScopeValue left, ScopeValue right, out ScopeValue value)
    {
        var same = left.Kind == right.Kind && Same(left, right);
        value = ScopeValue.Of(same == (Operator == Operator.StrictEquality));

        // Objects are the same when they are one object: the engine knows.
        return left.Kind != ScopeValueKind.Json || right.Kind != ScopeValueKind.Json;
    }

    private bool TryLoose(ScopeValue left, ScopeValue right, out ScopeValue value)
    {
        var same = left.IsNullish || right.IsNullish ? left.IsNullish && right.IsNullish : Same(left, right);
        value = ScopeValue.Of(same == (Operator == Operator.Equality));
        return left.IsNullish || right.IsNullish || (left.Kind == right.Kind && left.Kind != ScopeValueKind.Json);
    }

    private static bool Same(ScopeValue left, ScopeValue right) => left.Kind switch
    {
        ScopeValueKind.Undefined or ScopeValueKind.Null => true,
        ScopeValueKind.Text => right.Kind == ScopeValueKind.Text && string.Equals(left.Text, right.Text, StringComparison.Ordinal),
        ScopeValueKind.Boolean or ScopeValueKind.Number => left.Number == right.Number,
        _ => false,
    };

    private bool TryNumbers(double left, double right, out ScopeValue value)
    {
        value = Operator switch
        {
            Operator.LessThan => ScopeValue.Of(left < right),
            Operator.LessThanOrEqual => ScopeValue.Of(left <= right),
            Operator.GreaterThan => ScopeValue.Of(left > right),
            Operator.GreaterThanOrEqual => ScopeValue.Of(left >= right),
            Operator.Addition => ScopeValue.Of(left + right),
            Operator.Subtraction => ScopeValue.Of(left - right),
            _ => ScopeValue.Of(left * right),
        };
        return true;
    }

    private bool TryTexts(string left, string right, out ScopeValue value)
    {
        var order = string.CompareOrdinal(left, right);
        value = Operator switch
        {
            Operator.LessThan => ScopeValue.Of(order < 0),
            Operator.LessThanOrEqual => ScopeValue.Of(order <= 0),
            Operator.GreaterThan => ScopeValue.Of(order > 0),
            Operator.GreaterThanOrEqual => ScopeValue.Of(order >= 0),
            Operator.Addition when left.Length + right.Length <= Limits.TextLength => ScopeValue.Of(left + right),
            _ => default,
        };
        return value.Kind != ScopeValueKind.Undefined;
    }
}
