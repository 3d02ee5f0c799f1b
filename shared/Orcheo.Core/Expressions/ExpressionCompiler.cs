using Acornima;
using Acornima.Ast;
using Orcheo.Core.Errors;
using SyntaxExpression = Acornima.Ast.Expression;

namespace Orcheo.Core.Expressions;

/// <summary>Checks an expression against the closed subset and writes the guarded script that stands for it.</summary>
/// <remarks>
/// One walk does both, so that nothing reaches the script that was not checked. The script holds no name of the user's: a
/// parameter x is written p_x, a root becomes a path, a function becomes a guard. What the walk does not know, it refuses.
/// </remarks>
internal sealed partial class ExpressionCompiler
{
    private readonly string _source;
    private readonly ScriptWriter _script = new();
    private readonly ReferenceCollector _references = new();
    private readonly List<HashSet<string>> _scopes = [];
    private int _depth;

    private ExpressionCompiler(string source) => _source = source;

    /// <summary>Parses, checks and compiles.</summary>
    /// <exception cref="ExpressionException">The source is at fault.</exception>
    public static CompiledExpression Compile(string source)
    {
        if (source.Length > Expression.MaxLength)
        {
            throw new ExpressionException(
                ErrorCodes.WorkflowTooLarge,
                $"The expression has {source.Length} characters; {Expression.MaxLength} are allowed. Compute a part of it in a node of its own.",
                source, 1, 1);
        }

        var compiler = new ExpressionCompiler(source);
        var root = compiler.ParseSource();
        compiler.Visit(root);
        return new CompiledExpression(
            source, compiler._references.ToReferences(source), compiler._script.Finish(), NativeCompiler.TryCompile(root));
    }

    private SyntaxExpression ParseSource()
    {
        try
        {
            // The pattern of a regular expression is validated here; it is compiled when the script is prepared.
            return new Parser(new ParserOptions { EcmaVersion = EcmaVersion.Latest }).ParseExpression(_source);
        }
        catch (ParseErrorException error)
        {
            var at = SourcePosition.Of(_source, error.Error.Index);
            var text = _source.Trim().Length == 0 ? "The expression is empty" : error.Description.TrimEnd('.');
            throw new ExpressionException(
                ErrorCodes.ExpressionSyntax, $"{text} (line {at.Line}, column {at.Column}).", _source, at.Line, at.Column, error);
        }
        catch (InsufficientExecutionStackException)
        {
            throw TooDeep(0);
        }
    }

    private void Visit(SyntaxExpression node)
    {
        if (++_depth > Limits.Nesting)
        {
            throw TooDeep(node.Start);
        }

        _script.Mark(node.Start);
        switch (node)
        {
            case var cut when _cuts.TryGetValue(cut, out var temporary): _script.Write(temporary); break;
            case Literal literal: VisitLiteral(literal); break;
            case Identifier identifier: VisitIdentifier(identifier); break;
            case MemberExpression member: VisitMember(member); break;
            case ChainExpression chain: VisitChain(chain); break;
            case CallExpression call: VisitCall(call); break;
            case TemplateLiteral template: VisitTemplate(template); break;
            case ArrayExpression array: VisitArray(array); break;
            case ObjectExpression literal: VisitObject(literal); break;
            case ConditionalExpression conditional: VisitConditional(conditional); break;
            case UnaryExpression unary: VisitUnary(unary); break;
            case BinaryExpression binary: VisitBinary(binary); break;
            case ParenthesizedExpression inner: Visit(inner.Expression); break;
            default: throw Refuse(node);
        }

        _depth--;
    }

    private void VisitLiteral(Literal literal)
    {
        switch (literal)
        {
            case StringLiteral text: _script.WriteText(text.Value); break;
            case NumericLiteral number: _script.WriteNumber(number.Value); break;
            case BooleanLiteral boolean: _script.Write(boolean.Value ? "true" : "false"); break;
            case NullLiteral: _script.Write("null"); break;
            case RegExpLiteral pattern: _script.Write(pattern.Raw); break;
            default: throw Construct(literal, "BigInt literals are not allowed", "Write a number without the n.");
        }
    }

    private void VisitIdentifier(Identifier identifier)
    {
        var name = identifier.Name;
        if (IsParameter(name))
        {
            _script.Write("p_").Write(name);
        }
        else if (Language.Roots.Contains(name))
        {
            VisitPath(new ScopePath(name, []));
        }
        else if (name is "undefined" or "NaN" or "Infinity")
        {
            _script.Write(name switch { "undefined" => "(void 0)", "NaN" => "(0/0)", _ => "(1/0)" });
        }
        else
        {
            throw UnknownName(identifier);
        }
    }

    private void VisitTemplate(TemplateLiteral template)
    {
        _script.Write("h_text(").WriteNumber(template.Start);
        for (var i = 0; i < template.Quasis.Count; i++)
        {
            _script.Write(",").WriteText(template.Quasis[i].Value.Cooked ?? "");
            if (i < template.Expressions.Count)
            {
                _script.Write(",");
                Visit(template.Expressions[i]);
            }
        }

        _script.Write(")");
    }

    private void VisitArray(ArrayExpression array)
    {
        _script.Write("[");
        foreach (var element in array.Elements)
        {
            // A hole is undefined: sparse arrays have no place in values.
            if (element is null)
            {
                _script.Write("void 0");
            }
            else
            {
                VisitElement(element);
            }

            _script.Write(",");
        }

        _script.Write("]");
    }

    private void VisitElement(SyntaxExpression element)
    {
        if (element is SpreadElement spread)
        {
            _script.Write("...h_spread(").WriteNumber(spread.Start).Write(",");
            Visit(spread.Argument);
            _script.Write(")");
        }
        else
        {
            Visit(element);
        }
    }

    private void VisitObject(ObjectExpression literal)
    {
        _script.Write("({");
        foreach (var node in literal.Properties)
        {
            if (node is SpreadElement spread)
            {
                _script.Write("...h_members(").WriteNumber(spread.Start).Write(",");
                Visit(spread.Argument);
                _script.Write(")");
            }
            else
            {
                VisitProperty((Property)node);
            }

            _script.Write(",");
        }

        _script.Write("})");
    }

    private void VisitProperty(Property property)
    {
        if (property.Kind != PropertyKind.Init || property.Method || property.Value is not SyntaxExpression value)
        {
            throw Construct(property, "Methods, getters and setters are not allowed", "An object holds values only.");
        }

        WriteKey(property);
        _script.Write(":");
        Visit(value);
    }

    private void WriteKey(Property property)
    {
        if (property.Computed)
        {
            _script.Write("[");
            CheckComputed(property.Key);
            Visit(property.Key);
            _script.Write("]");
            return;
        }

        var name = StaticName(property.Key)!;
        CheckMember(name, property.Key);
        _script.WriteText(name);
    }

    private void VisitConditional(ConditionalExpression conditional)
    {
        _script.Write("(");
        Visit(conditional.Test);
        _script.Write("?");
        Visit(conditional.Consequent);
        _script.Write(":");
        Visit(conditional.Alternate);
        _script.Write(")");
    }

    private void VisitUnary(UnaryExpression unary)
    {
        var text = unary.Operator switch
        {
            Operator.LogicalNot => "!",
            Operator.BitwiseNot => "~",
            Operator.UnaryPlus => "+",
            Operator.UnaryNegation => "-",
            Operator.TypeOf => "typeof ",
            Operator.Void => "void ",
            _ => throw Refuse(unary),
        };
        _script.Write("(").Write(text);
        Visit(unary.Argument);
        _script.Write(")");
    }

    private void VisitBinary(BinaryExpression binary)
    {
        if (binary.Operator == Operator.Addition)
        {
            VisitSum(binary);
            return;
        }

        // A long row of the same precedence nests to the left in the tree, though not in the text: it is not depth.
        var rights = new Stack<BinaryExpression>();
        SyntaxExpression left = binary;
        while (left is BinaryExpression { Operator: not Operator.Addition } inner)
        {
            rights.Push(inner);
            left = inner.Left;
        }

        if (rights.Count > Limits.Nesting)
        {
            throw TooDeep(binary.Start);
        }

        _script.Write(new string('(', rights.Count));
        Visit(left);
        while (rights.TryPop(out var next))
        {
            _script.Mark(next.Start).Write(" ").Write(Text(next)).Write(" ");
            Visit(next.Right);
            _script.Write(")");
        }
    }

    // a + b + c is one guarded call: adding is what makes strings grow.
    private void VisitSum(BinaryExpression binary)
    {
        var terms = new Stack<SyntaxExpression>();
        SyntaxExpression left = binary;
        while (left is BinaryExpression { Operator: Operator.Addition } sum)
        {
            terms.Push(sum.Right);
            left = sum.Left;
        }

        _script.Write("h_add(").WriteNumber(binary.Start).Write(",");
        Visit(left);
        while (terms.TryPop(out var term))
        {
            _script.Write(",");
            Visit(term);
        }

        _script.Write(")");
    }

    private string Text(BinaryExpression binary) => binary.Operator switch
    {
        Operator.NullishCoalescing => "??",
        Operator.LogicalOr => "||",
        Operator.LogicalAnd => "&&",
        Operator.BitwiseOr => "|",
        Operator.BitwiseXor => "^",
        Operator.BitwiseAnd => "&",
        Operator.Equality => "==",
        Operator.Inequality => "!=",
        Operator.StrictEquality => "===",
        Operator.StrictInequality => "!==",
        Operator.LessThan => "<",
        Operator.LessThanOrEqual => "<=",
        Operator.GreaterThan => ">",
        Operator.GreaterThanOrEqual => ">=",
        Operator.In => "in",
        Operator.LeftShift => "<<",
        Operator.RightShift => ">>",
        Operator.UnsignedRightShift => ">>>",
        Operator.Subtraction => "-",
        Operator.Multiplication => "*",
        Operator.Division => "/",
        Operator.Remainder => "%",
        Operator.Exponentiation => "**",
        _ => throw Refuse(binary),
    };

    private bool IsParameter(string name) => _scopes.Exists(scope => scope.Contains(name));
}
