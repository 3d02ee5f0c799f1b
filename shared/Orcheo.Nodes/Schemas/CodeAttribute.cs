namespace Orcheo.Nodes.Schemas;

/// <summary>
/// Marks a config member that holds source code: it is taken as it is, so that two braces in it are code and no template. In the schema
/// it is a string of the format <c>orcheo-code</c>, with the language as its <c>contentMediaType</c>.
/// </summary>
/// <param name="mediaType">The media type of the language.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CodeAttribute(string mediaType) : Attribute
{
    /// <summary>The <c>format</c> by which editors know such a string.</summary>
    public const string Format = "orcheo-code";

    public string MediaType => mediaType;
}
