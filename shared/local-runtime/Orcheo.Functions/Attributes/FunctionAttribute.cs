namespace Microsoft.Azure.Functions.Worker;

/// <summary>Declares a method as a function.</summary>
/// <param name="name">The name, unique in the application; letters, digits, <c>_</c> and <c>-</c>, beginning with a letter.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name, unique in the application.</summary>
    public string Name { get; } = name;
}
