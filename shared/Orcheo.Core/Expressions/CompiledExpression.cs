namespace Orcheo.Core.Expressions;

/// <summary>What compiling an expression yields. Immutable.</summary>
/// <param name="Source">The source.</param>
/// <param name="References">What it refers to.</param>
/// <param name="Script">What the script engine runs.</param>
/// <param name="Native">What answers without the script engine where it can; null when it never can.</param>
internal sealed record CompiledExpression(string Source, ValueReferences References, GuardedScript Script, NativeNode? Native);
