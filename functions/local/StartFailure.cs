using Orcheo.Core.Errors;
using Orcheo.Durable;
using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>Explains, in a line, why the stack cannot start; what is not foreseen keeps its stack trace.</summary>
internal static class StartFailure
{
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsException or OrcheoException or TaskHubException => exception.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{exception.Message} Stop what uses the port, or choose another by Orcheo__Port (0 = any).",
        IOException or UnauthorizedAccessException or InvalidOperationException => exception.Message,
        _ => null,
    };
}
