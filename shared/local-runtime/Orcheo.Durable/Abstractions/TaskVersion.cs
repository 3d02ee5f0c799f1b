namespace Microsoft.DurableTask;

/// <summary>The version of an orchestrator or an activity. Versions are compared without regard to case.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>The version of a task that has none.</summary>
    public static readonly TaskVersion Unversioned;

    private readonly string? _version;

    /// <summary>Creates a version.</summary>
    /// <param name="version">The version; null and the empty string mean unversioned.</param>
    /// <exception cref="ArgumentException">The version consists of white space only.</exception>
    public TaskVersion(string? version)
    {
        if (!string.IsNullOrEmpty(version) && string.IsNullOrWhiteSpace(version))
        {
            throw new ArgumentException("A version must not consist of white space only.", nameof(version));
        }

        _version = version ?? string.Empty;
    }

    /// <summary>Gets the version; empty when there is none.</summary>
    public string Version => _version ?? string.Empty;

    /// <summary>Gives the plain version.</summary>
    /// <param name="value">The version.</param>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>Makes a version of a string.</summary>
    /// <param name="value">The plain version.</param>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Whether two versions are the same.</summary>
    /// <param name="a">The first version.</param>
    /// <param name="b">The second version.</param>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Whether two versions differ.</summary>
    /// <param name="a">The first version.</param>
    /// <param name="b">The second version.</param>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
