using Acornima.Ast;
using Orcheo.Core.Errors;
using Node = Acornima.Ast.Node;

namespace Orcheo.Core.Expressions;

/// <content>What is refused, and what to write instead.</content>
internal sealed partial class ExpressionCompiler
{
    private ExpressionException Refuse(Node node) => node switch
    {
        AssignmentExpression => Construct(node, "Assignment is not allowed", "Compare with ===; to change state, use a set_variable node."),
        UpdateExpression => Construct(node, "++ and -- are not allowed", "Write value + 1."),
        NewExpression => Construct(node, "'new' is not allowed", "For dates use Date.parse, Date.UTC and Date.toISOString."),
        ThisExpression => Construct(node, "'this' is not allowed", "Name the value, e.g. input or state."),
        FunctionExpression => Construct(node, "'function' is not allowed", "Write an arrow function: x => value."),
        ArrowFunctionExpression => Construct(
            node, "A function is not a value here", "Give it to a method that takes one, e.g. items.map(x => x.id)."),
        ClassExpression => Construct(node, "Classes are not allowed", "An expression computes a value."),
        SequenceExpression => Construct(node, "The comma operator is not allowed", "An expression has one value."),
        TaggedTemplateExpression => Construct(node, "Tagged templates are not allowed", "Use a plain `…` template."),
        AwaitExpression or YieldExpression => Construct(node, "await and yield are not allowed", "An expression cannot wait."),
        ImportExpression or MetaProperty => Construct(node, "import and new.target are not allowed", "An expression sees its scope only."),
        UnaryExpression => Construct(node, "'delete' is not allowed", "Build a new object without the member: (({ a, ...rest }) => rest)."),
        BinaryExpression => Construct(node, "This operator is not allowed", "Use typeof or Array.isArray to tell values apart."),
        _ => Construct(node, "This construct is not allowed", "An expression computes a value from literals, members, operators and built-in methods."),
    };

    private ExpressionException UnknownName(Identifier identifier)
    {
        var known = Language.Roots
            .Concat(Language.GlobalFunctions)
            .Concat(Language.NamespaceFunctions.Keys)
            .Concat(_scopes.SelectMany(scope => scope));
        var isKnown = Language.GlobalFunctions.Contains(identifier.Name) || Language.NamespaceFunctions.ContainsKey(identifier.Name);
        var hint = isKnown
            ? "It can only be called, or be given to a method that takes a function."
            : Language.Suggest(identifier.Name, known) is { } suggestion
                ? $"Did you mean '{suggestion}'?"
                : "Known are state, input, trigger, nodes, execution, item, args and the built-in functions.";
        return isKnown
            ? Construct(identifier, $"'{identifier.Name}' is not a value", hint)
            : Fault(ErrorCodes.ExpressionRoot, identifier.Start, $"The name '{identifier.Name}' does not exist here", hint);
    }

    private ExpressionException UnknownNamespaceMember(MemberExpression member, string fullName)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        var (space, name) = (fullName[..dot], fullName[(dot + 1)..]);
        if (Language.ForbiddenMembers.Contains(name))
        {
            return ForbiddenMember(name, member.Property.Start);
        }

        var hint = fullName switch
        {
            "Math.random" or "Date.now" => "It would differ each time the workflow is replayed.",
            _ when Language.NamespaceFunctions[space].Contains(name) => "It can only be called, or be given to a method that takes a function.",
            _ => Language.Suggest(name, Language.NamespaceFunctions[space]) is { } suggestion
                ? $"Did you mean '{space}.{suggestion}'?"
                : $"{space} has: {string.Join(", ", Language.NamespaceFunctions[space].Order(StringComparer.Ordinal))}.",
        };
        return Construct(member.Property, $"'{fullName}' is not available", hint);
    }

    private static string MethodHint(string name) => name switch
    {
        "push" or "unshift" => "Values do not change: write [...items, value].",
        "pop" or "shift" or "splice" => "Values do not change: use slice or toSpliced.",
        "forEach" => "Use map, filter or reduce.",
        "toLocaleString" or "localeCompare" or "toLocaleLowerCase" or "toLocaleUpperCase" or "toLocaleDateString" or "toLocaleTimeString" =>
            "Its result depends on the machine's locale.",
        "call" or "apply" or "bind" => "Call the method on its value.",
        _ => "docs/expressions.md lists the methods.",
    };

    private ExpressionException ForbiddenMember(string name, int offset) =>
        Fault(ErrorCodes.ExpressionConstruct, offset, $"The member '{name}' is not available", "An expression reads data only.");

    private ExpressionException TooDeep(int offset) => Fault(
        ErrorCodes.ExpressionConstruct, offset, $"The expression nests deeper than {Limits.Nesting} levels", "Compute a part of it in a node of its own.");

    private ExpressionException Construct(Node node, string what, string hint) =>
        Fault(ErrorCodes.ExpressionConstruct, node.Start, what, hint);

    private ExpressionException Fault(string code, int offset, string what, string hint)
    {
        var at = SourcePosition.Of(_source, offset);
        return new ExpressionException(code, $"{what} (line {at.Line}, column {at.Column}). {hint}", _source, at.Line, at.Column);
    }
}
