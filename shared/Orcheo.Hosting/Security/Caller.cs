namespace Orcheo.Hosting.Security;

/// <summary>Who is calling, and what they may do.</summary>
/// <param name="Tenant">The tenant whose things they see.</param>
/// <param name="Type">What kind of caller: <see cref="AdminKeyType"/> or <see cref="ApiKeyType"/>.</param>
/// <param name="Id">The key's id; <c>admin</c> for the bootstrap key.</param>
/// <param name="Name">The key's name.</param>
/// <param name="Scopes">What they may do; see <see cref="Security.Scopes"/>.</param>
public sealed record Caller(string Tenant, string Type, string Id, string Name, IReadOnlySet<string> Scopes)
{
    /// <summary>The one tenant of version 1.</summary>
    public const string DefaultTenant = "default";

    /// <summary>The <see cref="Type"/> of the holder of an API key.</summary>
    public const string ApiKeyType = "api_key";

    /// <summary>The <see cref="Type"/> of the holder of the bootstrap key.</summary>
    public const string AdminKeyType = "admin_key";

    /// <summary>The holder of the bootstrap key.</summary>
    public static Caller Admin { get; } = new(DefaultTenant, AdminKeyType, "admin", "admin", Security.Scopes.All);
}
