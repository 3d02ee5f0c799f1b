using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs, events and statuses into text and back.</summary>
public abstract class DataConverter
{
    /// <summary>Turns a value into text.</summary>
    /// <param name="value">The value.</param>
    /// <returns>The text; <c>null</c> for <c>null</c>.</returns>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract string? Serialize(object? value);

    /// <summary>Turns text into a value.</summary>
    /// <param name="data">The text.</param>
    /// <param name="targetType">The type of the value.</param>
    /// <returns>The value; <c>null</c> for <c>null</c>.</returns>
    [return: NotNullIfNotNull(nameof(data))]
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>Turns text into a value.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="data">The text.</param>
    /// <returns>The value; the default one for <c>null</c>.</returns>
    [return: NotNullIfNotNull(nameof(data))]
    public virtual T? Deserialize<T>(string? data) => (T?)(Deserialize(data, typeof(T)) ?? default(T));
}
