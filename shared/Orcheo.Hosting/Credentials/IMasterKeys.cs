using Orcheo.Core.Errors;

namespace Orcheo.Hosting.Credentials;

/// <summary>The port to where master keys are kept. Thread-safe.</summary>
/// <remarks>
/// All of it throws <see cref="OrcheoException"/> with <see cref="ErrorCodes.MasterKeyUnavailable"/>, and what to do, when keys cannot be
/// read or written.
/// </remarks>
public interface IMasterKeys
{
    /// <summary>Where the keys are, for people: <c>the file master-key of the data directory</c>.</summary>
    string Place { get; }

    /// <summary>The key to encrypt with now; null when none was ever made.</summary>
    Task<MasterKey?> FindCurrentAsync(CancellationToken cancellationToken);

    /// <summary>The key with that id; it stays readable until <see cref="RetireAsync"/> drops it.</summary>
    Task<MasterKey> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Makes the first key, unless somebody else has just done so; returns the key to encrypt with.</summary>
    Task<MasterKey> CreateFirstAsync(CancellationToken cancellationToken);

    /// <summary>Makes a new key the one to encrypt with; earlier ones stay readable.</summary>
    /// <returns>The new key. Every process that asks for the current key gets it from now on.</returns>
    Task<MasterKey> RotateAsync(CancellationToken cancellationToken);

    /// <summary>Drops earlier keys that wrap nothing any more, where the place allows it.</summary>
    /// <param name="inUse">The ids of the keys that still wrap a secret.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>The ids of the keys that were dropped.</returns>
    Task<IReadOnlyList<string>> RetireAsync(IReadOnlySet<string> inUse, CancellationToken cancellationToken);
}
