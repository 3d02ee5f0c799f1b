namespace Orcheo.Functions.Discovery;

/// <summary>The application's functions are declared in a way that the host cannot run. Thrown while the host is built.</summary>
internal sealed class FunctionLoadException(IReadOnlyList<string> problems)
    : InvalidOperationException(
        $"The application's functions cannot be loaded:{Environment.NewLine}  {string.Join(Environment.NewLine + "  ", problems)}")
{
    internal IReadOnlyList<string> Problems => problems;
}
