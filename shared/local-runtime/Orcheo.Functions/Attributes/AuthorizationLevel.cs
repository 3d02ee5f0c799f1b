namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which host key a caller of an HTTP function must present.</summary>
/// <remarks>The local host accepts every level without a key, as the Azure Functions Core Tools do.</remarks>
public enum AuthorizationLevel
{
    /// <summary>No key.</summary>
    Anonymous = 0,

    /// <summary>A signed-in user.</summary>
    User = 1,

    /// <summary>The function's key.</summary>
    Function = 2,

    /// <summary>The system key.</summary>
    System = 3,

    /// <summary>The master key.</summary>
    Admin = 4,
}
