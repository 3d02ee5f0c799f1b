namespace Orcheo.Core.Nodes;

/// <summary>What an attempt used, as far as its node measures it; told in <c>node_end</c>.</summary>
public sealed record NodeUsage
{
    /// <summary>From when the work began to its end, in milliseconds; without what it waited for its turn.</summary>
    public double? WallMs { get; init; }

    /// <summary>Time of processors, in milliseconds.</summary>
    public double? CpuMs { get; init; }

    /// <summary>The most memory at any time, in bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>Tokens sent to models.</summary>
    public long? TokensIn { get; init; }

    /// <summary>Tokens received from models.</summary>
    public long? TokensOut { get; init; }

    /// <summary>Their price; null where the price table does not have the model.</summary>
    public decimal? Cost { get; init; }
}
