namespace Orcheo.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Only">The parts to measure; all of them when empty.</param>
/// <param name="Output">Where to write the document as well; null for standard output alone.</param>
internal sealed record BenchmarkArguments(IReadOnlySet<string> Only, string? Output)
{
    private const string Usage = "usage: Orcheo.Benchmarks [--only durable,storage,http,webhook,events,telemetry,python,agent] [--output file.json]";

    private static readonly string[] _parts = ["durable", "storage", "http", "webhook", "events", "telemetry", "python", "agent"];

    /// <exception cref="ArgumentException">The command line cannot be read; the message says how it is written.</exception>
    public static BenchmarkArguments Parse(IReadOnlyList<string> args)
    {
        var only = new HashSet<string>(StringComparer.Ordinal);
        string? output = null;
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : throw new ArgumentException(Usage);
            switch (args[i])
            {
                case "--only":
                    only.UnionWith(value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
                    break;
                case "--output":
                    output = value;
                    break;
                default:
                    throw new ArgumentException(Usage);
            }
        }

        return only.IsSubsetOf(_parts) ? new BenchmarkArguments(only, output) : throw new ArgumentException(Usage);
    }

    public bool Includes(string part) => Only.Count == 0 || Only.Contains(part);
}
