using Orcheo.IntegrationTests.Support;

namespace Orcheo.IntegrationTests.Sandbox;

/// <summary>Flows with Python in them.</summary>
internal static class PythonFlow
{
    /// <summary>A flow that runs one piece of code, in the node <c>py</c>.</summary>
    public static Flow Of(string code, object? inputs = null, object? more = null) =>
        Flow.Start().Node("py", "python_code", new { code, inputs = inputs ?? new { } }, more).Edge("start", "py");

    /// <summary>Code that ends only when it is made to.</summary>
    public const string Endless = "def main():\n    while True:\n        pass\n";
}
