namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or an activity. Names are compared without regard to case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Creates a task name.</summary>
    /// <param name="name">The name; <c>null</c> gives the default value.</param>
    public TaskName(string name)
    {
        Name = name;
    }

    /// <summary>Gets the name without a version.</summary>
    public string Name { get; }

    /// <summary>Gives the plain name.</summary>
    /// <param name="value">The task name.</param>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Makes a task name of a string; null and the empty string give the default value.</summary>
    /// <param name="value">The plain name.</param>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>Whether two names are the same.</summary>
    /// <param name="a">The first name.</param>
    /// <param name="b">The second name.</param>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ.</summary>
    /// <param name="a">The first name.</param>
    /// <param name="b">The second name.</param>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
