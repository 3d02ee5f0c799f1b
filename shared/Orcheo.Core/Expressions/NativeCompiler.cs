using Acornima;
using Acornima.Ast;
using SyntaxExpression = Acornima.Ast.Expression;

namespace Orcheo.Core.Expressions;

/// <summary>Finds the expressions that need no script engine: paths, literals, and what compares and chooses between them.</summary>
/// <remarks>Runs after the checker, on what it accepted, hence on bounded depth. No function occurs in these, so that every name is a root.</remarks>
internal static class NativeCompiler
{
    public static NativeNode? TryCompile(SyntaxExpression root) => TryCompile(root, Limits.Nesting);

    // Rows of operators nest to the left without limit; the engine takes those that are too deep for recursion.
    private static NativeNode? TryCompile(SyntaxExpression node, int depth) => node switch
    {
        _ when depth == 0 => null,
        StringLiteral text => new NativeConstant(ScopeValue.Of(text.Value)),
        NumericLiteral number => new NativeConstant(ScopeValue.Of(number.Value)),
        BooleanLiteral boolean => new NativeConstant(ScopeValue.Of(boolean.Value)),
        NullLiteral => new NativeConstant(ScopeValue.Null),
        Identifier { Name: "undefined" } => new NativeConstant(ScopeValue.Undefined),
        ChainExpression chain => Path(chain.Expression),
        MemberExpression or Identifier => Path(node),
        UnaryExpression { Operator: Operator.LogicalNot } unary when TryCompile(unary.Argument, depth - 1) is { } operand => new NativeNot(operand),
        ConditionalExpression choice
            when TryCompile(choice.Test, depth - 1) is { } test
            && TryCompile(choice.Consequent, depth - 1) is { } consequent
            && TryCompile(choice.Alternate, depth - 1) is { } alternate => new NativeConditional(test, consequent, alternate),
        BinaryExpression binary
            when IsNative(binary.Operator)
            && TryCompile(binary.Left, depth - 1) is { } left
            && TryCompile(binary.Right, depth - 1) is { } right =>
                IsLogical(binary.Operator)
                    ? new NativeLogical(binary.Operator, left, right)
                    : new NativeBinary(binary.Operator, left, right),
        _ => null,
    };

    private static NativePath? Path(SyntaxExpression node) =>
        ExpressionCompiler.TryPath(node, optional: true, Language.Roots.Contains) is { } path ? new NativePath(path) : null;

    private static bool IsLogical(Operator op) => op is Operator.LogicalAnd or Operator.LogicalOr or Operator.NullishCoalescing;

    private static bool IsNative(Operator op) => IsLogical(op) || op is
        Operator.Equality or Operator.Inequality or Operator.StrictEquality or Operator.StrictInequality or
        Operator.LessThan or Operator.LessThanOrEqual or Operator.GreaterThan or Operator.GreaterThanOrEqual or
        Operator.Addition or Operator.Subtraction or Operator.Multiplication;
}
