using System.Globalization;
using Acornima.Ast;
using Node = Acornima.Ast.Node;
using SyntaxExpression = Acornima.Ast.Expression;

namespace Orcheo.Core.Expressions;

/// <content>Member access, paths into the scope, optional chains.</content>
internal sealed partial class ExpressionCompiler
{
    /// <summary>The name of a member that is known when the expression is parsed, or null.</summary>
    public static string? StaticName(Node key) => key switch
    {
        Identifier identifier => identifier.Name,
        StringLiteral text => text.Value,
        NumericLiteral number => JsonText.Format(number.Value),
        _ => null,
    };

    /// <summary>The member's name when it is known: <c>a.b</c>, <c>a["b"]</c>, <c>a[0]</c>.</summary>
    public static string? StaticName(MemberExpression member) =>
        member.Computed && member.Property is Identifier ? null : StaticName(member.Property);

    /// <summary>The path that a row of known members from a root makes, or null.</summary>
    /// <param name="node">The last member.</param>
    /// <param name="optional">Whether <c>?.</c> may be among them: only when the chain ends with the path.</param>
    /// <param name="isRoot">Whether a name is a root here.</param>
    public static ScopePath? TryPath(SyntaxExpression node, bool optional, Func<string, bool> isRoot)
    {
        var steps = new List<PathStep>();
        while (node is MemberExpression member && StaticName(member) is { } name && (optional || !member.Optional))
        {
            steps.Add(new PathStep(name, member.Optional, member.Property.Start));
            node = member.Object;
        }

        if (node is not Identifier root || !isRoot(root.Name))
        {
            return null;
        }

        steps.Reverse();
        return new ScopePath(root.Name, steps);
    }

    // What stands for the target of an optional link once it has been tested.
    private readonly Dictionary<Node, string> _cuts = new(ReferenceEqualityComparer.Instance);

    private bool IsRoot(string name) => Language.Roots.Contains(name) && !IsParameter(name);

    private void VisitPath(ScopePath path)
    {
        foreach (var step in path.Steps)
        {
            if (Language.ForbiddenMembers.Contains(step.Key))
            {
                throw ForbiddenMember(step.Key, step.Offset);
            }
        }

        _references.Add(path);
        _script.Write("h_path(").WriteNumber(_script.AddPath(path)).Write(")");
    }

    private void VisitMember(MemberExpression member)
    {
        if (TryPath(member, optional: false, IsRoot) is { } path)
        {
            VisitPath(path);
            return;
        }

        if (NamespaceMember(member) is { } fullName)
        {
            if (!Language.Constants.TryGetValue(fullName, out var constant))
            {
                throw UnknownNamespaceMember(member, fullName);
            }

            _script.WriteNumber(constant);
            return;
        }

        Visit(member.Object);
        WriteMember(member);
    }

    private void WriteMember(MemberExpression member)
    {
        _script.Mark(member.Property.Start).Write("[");
        if (StaticName(member) is { } name)
        {
            CheckMember(name, member.Property);
            _script.WriteText(name);
        }
        else
        {
            CheckComputed(member.Property);
            Visit(member.Property);
        }

        _script.Write("]");
    }

    private void VisitChain(ChainExpression chain)
    {
        if (TryPath(chain.Expression, optional: true, IsRoot) is { } path)
        {
            VisitPath(path);
            return;
        }

        // a?.b.c?.d becomes ((t0=a)==null?void 0:(t1=t0.b.c)==null?void 0:t1.d): a chain ends where it is cut short.
        var targets = new Stack<SyntaxExpression>();
        SyntaxExpression? link = chain.Expression;
        while (link is not null)
        {
            link = Inner(link, out var optional);
            if (optional is not null)
            {
                targets.Push(optional);
            }
        }

        _script.Write("(");
        while (targets.TryPop(out var target))
        {
            var temporary = _script.NewTemporary();
            _script.Write("(").Write(temporary).Write("=");
            Visit(target);
            _script.Write(")==null?void 0:");
            _cuts.Add(target, temporary);
        }

        Visit(chain.Expression);
        _script.Write(")");
    }

    private static SyntaxExpression? Inner(SyntaxExpression link, out SyntaxExpression? optional)
    {
        var (inner, isOptional) = link switch
        {
            MemberExpression member => (member.Object, member.Optional),
            CallExpression call => (call.Callee, false),
            _ => ((SyntaxExpression?)null, false),
        };
        optional = isOptional ? inner : null;
        return inner;
    }

    private void CheckMember(string name, Node node)
    {
        if (Language.ForbiddenMembers.Contains(name))
        {
            throw ForbiddenMember(name, node.Start);
        }
    }

    // "con" + "structor" is out of reach at run time anyway (prototypes are empty); what can be seen is refused at once.
    private void CheckComputed(SyntaxExpression key)
    {
        if (FoldText(key) is { } name)
        {
            CheckMember(name, key);
        }
    }

    private static string? FoldText(SyntaxExpression key) => key switch
    {
        StringLiteral text => text.Value,
        NumericLiteral number => number.Value.ToString(CultureInfo.InvariantCulture),
        TemplateLiteral { Expressions.Count: 0 } template => template.Quasis[0].Value.Cooked,
        BinaryExpression { Operator: Acornima.Operator.Addition } sum when FoldText(sum.Left) is { } left && FoldText(sum.Right) is { } right => left + right,
        ArrayExpression { Elements: { Count: 1 } elements } when elements[0] is { } only => FoldText(only),
        _ => null,
    };
}
