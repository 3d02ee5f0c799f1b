namespace Orcheo.Core.Expressions;

/// <summary>Ends an evaluation from inside a guard. Never leaves the folder: <see cref="ScriptHost"/> turns it into an <see cref="ExpressionException"/>.</summary>
internal sealed class EvaluationFault : Exception
{
    public EvaluationFault(string code, string message, int? offset = null)
        : base(message)
    {
        Code = code;
        Offset = offset;
    }

    public string Code { get; }

    /// <summary>Where in the source; null where the last guard stood.</summary>
    public int? Offset { get; }
}
