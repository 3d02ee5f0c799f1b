using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function for an HTTP request.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with the function's key.</summary>
    public HttpTriggerAttribute()
    {
        AuthLevel = AuthorizationLevel.Function;
    }

    /// <summary>The given methods.</summary>
    /// <param name="methods">HTTP methods; case does not matter.</param>
    public HttpTriggerAttribute(params string[] methods)
    {
        Methods = methods;
    }

    /// <summary>Any method at the given level.</summary>
    /// <param name="authLevel">The key that a caller must present.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    /// <summary>The given methods at the given level.</summary>
    /// <param name="authLevel">The key that a caller must present.</param>
    /// <param name="methods">HTTP methods; case does not matter.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template below the route prefix of host.json; unset, it is the function's name.</summary>
    public string? Route { get; set; }

    /// <summary>The methods served; null or empty serves every method.</summary>
    public string[]? Methods { get; private set; }

    /// <summary>The key that a caller must present.</summary>
    public AuthorizationLevel AuthLevel { get; private set; }
}
