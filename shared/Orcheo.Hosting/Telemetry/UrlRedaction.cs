namespace Orcheo.Hosting.Telemetry;

/// <summary>URLs as spans may show them.</summary>
internal static class UrlRedaction
{
    /// <summary>What stands where something was taken out; the word of the semantic conventions.</summary>
    public const string Redacted = "REDACTED";

    /// <summary>The URL without user name, password and fragment, and with the names only of its query's parameters.</summary>
    public static string Of(Uri url)
    {
        var address = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return url.Query.Length <= 1
            ? address
            : $"{address}?{string.Join('&', url.Query[1..].Split('&', StringSplitOptions.RemoveEmptyEntries).Select(Parameter))}";
    }

    // A parameter without a value may itself be the secret.
    private static string Parameter(string parameter) => parameter.IndexOf('=', StringComparison.Ordinal) is > 0 and var end
        ? $"{parameter[..end]}={Redacted}"
        : Redacted;
}
