using Microsoft.AspNetCore.Http;

namespace Orcheo.Api.Http;

/// <summary>The value of <c>x-request-id</c>.</summary>
public static class RequestId
{
    /// <summary>The caller's own id where it is a harmless one, else the given one.</summary>
    public static string Of(HttpContext http, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(http);
        var given = http.Request.Headers["x-request-id"].ToString();
        return given.Length is > 0 and <= 128 && given.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')
            ? given
            : otherwise;
    }
}
