using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Nodes;

namespace Orcheo.Hosting.Sandbox;

/// <summary>Why code did not run.</summary>
internal static class SandboxFailure
{
    /// <summary>ORC3029.</summary>
    public static NodeException Unavailable(string message, bool retryable, Exception? cause = null, TimeSpan? retryAfter = null) =>
        new(ErrorCodes.SandboxUnavailable, message, retryable, retryAfter, innerException: cause);

    /// <summary>The sandbox went away under a run, which may have run in part.</summary>
    public static NodeException Lost(Exception? cause = null) =>
        Unavailable("The sandbox ended while the code ran, or before it could begin; it is started again by itself.", retryable: true, cause);

    /// <summary>An answer other than the outcome of a run.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body: <c>{"error":{"code","message"}}</c> when it is the sandbox's own.</param>
    public static NodeException Of(HttpResponseMessage response, ReadOnlySpan<byte> body)
    {
        var (code, message) = Read(body);
        var retryAfter = response.Headers.RetryAfter?.Delta;
        return ((int)response.StatusCode, code) switch
        {
            (400, "invalid_request") => new NodeException(
                ErrorCodes.RenderedConfigInvalid, $"The sandbox does not take the request: {message}. Correct the config, or what its templates refer to."),
            (413, _) => new NodeException(ErrorCodes.PythonInvalidInputs, $"Code and inputs are too large for the sandbox: {message}."),
            (401 or 403, _) => Unavailable("The sandbox refuses the key. Set Orcheo__Sandbox__Key to its function key.", retryable: false),
            (404 or 405, _) => Unavailable("There is no sandbox at Orcheo__Sandbox__Url.", retryable: false),
            (503, "not_serving") => Unavailable($"The sandbox does not serve: {message}.", retryable: false),
            (503, "busy") => Unavailable("The sandbox has as many runs as it takes, and its queue is full.", retryable: true, retryAfter: retryAfter),
            _ => Unavailable($"The sandbox could not run the code (status {(int)response.StatusCode}): {message}.", retryable: true, retryAfter: retryAfter),
        };
    }

    private static (string Code, string Message) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var error = JsonElement.Parse(body).GetProperty("error");
            return (error.GetProperty("code").GetString() ?? "", (error.GetProperty("message").GetString() ?? "").TrimEnd('.'));
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return ("", "its answer says nothing more");
        }
    }
}
