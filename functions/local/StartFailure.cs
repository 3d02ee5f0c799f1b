using System.Text.RegularExpressions;
using Orcheo.Core.Errors;
using Orcheo.Hosting.Options;

namespace Orcheo.Local;

/// <summary>Explains, in a line, why the stack cannot start; what is not foreseen keeps its stack trace.</summary>
internal static partial class StartFailure
{
    public static string? Explain(Exception exception) => exception switch
    {
        OptionsException or OrcheoException => exception.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } =>
            $"{exception.Message} Stop what uses the port, or choose another by Orcheo__Port (0 = any).",
        IOException or UnauthorizedAccessException or InvalidOperationException => SettingPath().Replace(exception.Message, AsVariable),
        _ => null,
    };

    /// <summary>The configuration binder says <c>Orcheo:Port</c>; what people set is <c>Orcheo__Port</c>.</summary>
    private static string AsVariable(Match path) => path.Value.Replace(":", "__", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<=')Orcheo(:\w+)+(?=')")]
    private static partial Regex SettingPath();
}
