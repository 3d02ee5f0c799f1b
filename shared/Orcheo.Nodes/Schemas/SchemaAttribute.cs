namespace Orcheo.Nodes.Schemas;

/// <summary>Adds members to the generated JSON Schema where no standard attribute says what is meant.</summary>
/// <param name="json">A JSON object; its members replace generated ones of the same name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
internal sealed class SchemaAttribute(string json) : Attribute
{
    public string Json => json;
}
