using System.Collections.Concurrent;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.UnitTests.Hosting;

/// <summary>Credentials of a test, and how often each was read.</summary>
internal sealed class FakeCredentials : ICredentialResolver
{
    private readonly Dictionary<string, NodeCredential> _credentials = [];

    /// <summary>The ids that a node used, and those that were read only to be kept out of records.</summary>
    public ConcurrentBag<string> Used { get; } = [];

    public ConcurrentBag<string> Peeked { get; } = [];

    /// <summary>Thrown by every read.</summary>
    public OrcheoException? Failure { get; set; }

    public string Add(string id, string type, object data)
    {
        _credentials[id] = new NodeCredential(id, type, JsonSerializer.SerializeToElement(data));
        return id;
    }

    public void AddMissing(string id, string type, object data)
    {
        if (!_credentials.ContainsKey(id))
        {
            Add(id, type, data);
        }
    }

    public void Remove(string id) => _credentials.Remove(id);

    public Task<NodeCredential?> ResolveAsync(string tenant, string credentialId, CancellationToken cancellationToken)
    {
        Used.Add(credentialId);
        return ReadAsync(credentialId);
    }

    public Task<NodeCredential?> PeekAsync(string tenant, string credentialId, CancellationToken cancellationToken)
    {
        Peeked.Add(credentialId);
        return ReadAsync(credentialId);
    }

    private async Task<NodeCredential?> ReadAsync(string id)
    {
        await Task.Yield();
        return Failure is null ? _credentials.GetValueOrDefault(id) : throw Failure;
    }
}
