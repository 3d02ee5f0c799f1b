using Acornima.Ast;
using Node = Acornima.Ast.Node;
using SyntaxExpression = Acornima.Ast.Expression;

namespace Orcheo.Core.Expressions;

/// <content>Calls, and the arrow functions that they may be given.</content>
internal sealed partial class ExpressionCompiler
{
    private void VisitCall(CallExpression call)
    {
        if (call.Optional)
        {
            throw Construct(call, "Optional calls (?.()) are not allowed", "Test the value instead: value?.method().");
        }

        switch (call.Callee)
        {
            case Identifier function when !IsParameter(function.Name) && !Language.Roots.Contains(function.Name):
                if (!Language.GlobalFunctions.Contains(function.Name))
                {
                    throw UnknownName(function);
                }

                WriteFunctionCall(call, function.Name);
                break;
            case MemberExpression member when NamespaceMember(member) is { } fullName:
                if (!IsNamespaceFunction(fullName))
                {
                    throw UnknownNamespaceMember(member, fullName);
                }

                WriteFunctionCall(call, fullName);
                break;
            case MemberExpression { Computed: false, Property: Identifier name } member:
                WriteMethodCall(call, member, name);
                break;
            default:
                throw Construct(
                    call, "Only built-in functions and methods can be called", "Call them by their name, e.g. items.map(x => x.id).");
        }
    }

    private void WriteFunctionCall(CallExpression call, string name)
    {
        _script.Write("h_function(").WriteNumber(call.Start).Write(",").WriteText(name);
        WriteArguments(call, Language.FunctionArgument(name));
        _script.Write(")");
    }

    private void WriteMethodCall(CallExpression call, MemberExpression member, Identifier name)
    {
        CheckMember(name.Name, name);
        if (!Language.Methods.Contains(name.Name))
        {
            var hint = Language.Suggest(name.Name, Language.Methods) is { } suggestion ? $"Did you mean '{suggestion}'?" : MethodHint(name.Name);
            throw Construct(name, $"The method '{name.Name}' is not available", hint);
        }

        _script.Write("h_method(").WriteNumber(name.Start).Write(",");
        Visit(member.Object);
        _script.Write(",").WriteText(name.Name);
        WriteArguments(call, Language.FunctionArgument(name.Name));
        _script.Write(")");
    }

    private void WriteArguments(CallExpression call, int functionArgument)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            _script.Write(",");
            var argument = call.Arguments[i];
            if (i != functionArgument)
            {
                VisitElement(argument);
            }
            else if (argument is ArrowFunctionExpression arrow)
            {
                VisitArrow(arrow);
            }
            else if (FunctionName(argument) is { } name)
            {
                _script.Write("h_reference(").WriteText(name).Write(")");
            }
            else
            {
                VisitElement(argument);
            }
        }
    }

    // items.map(Number), items.filter(Boolean), items.map(Math.abs)
    private string? FunctionName(SyntaxExpression argument) => argument switch
    {
        Identifier name when !IsParameter(name.Name) && Language.GlobalFunctions.Contains(name.Name) => name.Name,
        MemberExpression member when NamespaceMember(member) is { } fullName && IsNamespaceFunction(fullName) => fullName,
        _ => null,
    };

    private static bool IsNamespaceFunction(string fullName)
    {
        var dot = fullName.IndexOf('.', StringComparison.Ordinal);
        return Language.NamespaceFunctions[fullName[..dot]].Contains(fullName[(dot + 1)..]);
    }

    /// <summary>The full name of a member of a namespace, e.g. <c>Math.max</c>, whether it exists or not; null for any other member.</summary>
    private string? NamespaceMember(MemberExpression member) =>
        member is { Optional: false, Object: Identifier root }
        && !IsParameter(root.Name)
        && Language.NamespaceFunctions.ContainsKey(root.Name)
        && StaticName(member) is { } name
            ? $"{root.Name}.{name}"
            : null;

    private void VisitArrow(ArrowFunctionExpression arrow)
    {
        if (arrow.Async || arrow.Body is not SyntaxExpression body)
        {
            throw arrow.Async
                ? Construct(arrow, "Async functions are not allowed", "An expression cannot wait.")
                : Construct(arrow.Body, "A function body in braces is not allowed", "Write x => value; an object goes in parentheses: x => ({ id: x }).");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in arrow.Params)
        {
            CollectNames(parameter, names);
        }

        _scopes.Add(names);
        _script.Write("(");
        VisitPatterns(arrow.Params.AsEnumerable<Node?>());

        // h_tick counts the call, and returns undefined.
        _script.Write(")=>(h_tick()||");
        Visit(body);
        _script.Write(")");
        _scopes.RemoveAt(_scopes.Count - 1);
    }

    private static void CollectNames(Node? pattern, HashSet<string> names)
    {
        switch (pattern)
        {
            case Identifier identifier: names.Add(identifier.Name); break;
            case AssignmentPattern assignment: CollectNames(assignment.Left, names); break;
            case RestElement rest: CollectNames(rest.Argument, names); break;
            case ArrayPattern array:
                foreach (var element in array.Elements)
                {
                    CollectNames(element, names);
                }

                break;
            case ObjectPattern pairs:
                foreach (var property in pairs.Properties)
                {
                    CollectNames(property is Property pair ? pair.Value : property, names);
                }

                break;
        }
    }

    private void VisitPattern(Node? pattern)
    {
        if (++_depth > Limits.Nesting)
        {
            throw TooDeep(pattern?.Start ?? 0);
        }

        switch (pattern)
        {
            case null: break;
            case Identifier identifier:
                _script.Mark(identifier.Start).Write("p_").Write(identifier.Name);
                break;
            case AssignmentPattern assignment:
                VisitPattern(assignment.Left);
                _script.Write("=");
                Visit(assignment.Right);
                break;
            case RestElement rest:
                _script.Write("...");
                VisitPattern(rest.Argument);
                break;
            case ArrayPattern array:
                _script.Mark(array.Start).Write("[");
                VisitPatterns(array.Elements.AsEnumerable());
                _script.Write("]");
                break;
            case ObjectPattern pairs:
                _script.Mark(pairs.Start).Write("{");
                VisitPatterns(pairs.Properties.AsEnumerable());
                _script.Write("}");
                break;
            case Property pair:
                WriteKey(pair);
                _script.Write(":");
                VisitPattern(pair.Value);
                break;
            default: throw Refuse(pattern);
        }

        _depth--;
    }

    private void VisitPatterns(IEnumerable<Node?> patterns)
    {
        var first = true;
        foreach (var pattern in patterns)
        {
            _script.Write(first ? "" : ",");
            VisitPattern(pattern);
            first = false;
        }
    }
}
