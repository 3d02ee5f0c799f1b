namespace Orcheo.Nodes.Schemas;

/// <summary>
/// Marks a config member that authors write as a bare expression. In the schema it is a string of the format
/// <c>orcheo-expression</c>; in the rendered config it is the value that the expression came to, of any JSON type.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ExpressionAttribute : Attribute
{
    /// <summary>The <c>format</c> by which editors and validators know such a string.</summary>
    public const string Format = "orcheo-expression";
}
