namespace Microsoft.Azure.Functions.Worker;

/// <summary>Features of an invocation, by type.</summary>
public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
{
    /// <summary>Sets a feature.</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    /// <param name="instance">The feature.</param>
    void Set<T>(T instance);

    /// <summary>Gets a feature, or the default value when it is not set.</summary>
    /// <typeparam name="T">The feature's type.</typeparam>
    /// <returns>The feature.</returns>
    T? Get<T>();
}
