using System.Security.Cryptography;
using System.Text;
using Orcheo.Hosting.Options;

namespace Orcheo.Hosting.Security;

/// <summary>Turns an <c>Authorization</c> header into who is calling.</summary>
public sealed class Authenticator
{
    private const string Scheme = "Bearer ";
    private readonly byte[]? _adminHash;

    /// <summary>Creates it from the configured bootstrap key; without one, every call is refused.</summary>
    public Authenticator(OrcheoOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _adminHash = string.IsNullOrEmpty(options.AdminKey) ? null : Hash(options.AdminKey);
    }

    /// <summary>Who is calling; null without a valid key. Takes the same time whatever the key.</summary>
    /// <param name="authorization">The value of the <c>Authorization</c> header.</param>
    public Caller? Authenticate(string? authorization)
    {
        if (authorization is null || !authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var presented = Hash(authorization[Scheme.Length..].Trim());
        return _adminHash is not null && CryptographicOperations.FixedTimeEquals(presented, _adminHash) ? Caller.Admin : null;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

/// <summary>Who is calling, and what they may do.</summary>
/// <param name="Tenant">The tenant whose things they see.</param>
/// <param name="Name">For logs.</param>
/// <param name="Scopes">What they may do; see <see cref="Security.Scopes"/>.</param>
public sealed record Caller(string Tenant, string Name, IReadOnlySet<string> Scopes)
{
    /// <summary>The one tenant of version 1.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The holder of the bootstrap key.</summary>
    public static Caller Admin { get; } = new(DefaultTenant, "admin", Security.Scopes.All);
}

/// <summary>What a key may allow.</summary>
public static class Scopes
{
    /// <summary>Read workflows, versions and diffs.</summary>
    public const string WorkflowsRead = "workflows:read";

    /// <summary>Change workflows.</summary>
    public const string WorkflowsWrite = "workflows:write";

    /// <summary>Read executions, events and checkpoints.</summary>
    public const string ExecutionsRead = "executions:read";

    /// <summary>Start, cancel and replay executions.</summary>
    public const string ExecutionsRun = "executions:run";

    /// <summary>Every scope.</summary>
    public static IReadOnlySet<string> All { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        WorkflowsRead, WorkflowsWrite, ExecutionsRead, ExecutionsRun,
        "credentials:manage", "credentials:reveal", "triggers:manage", "keys:manage", "audit:read",
    };
}
