using System.Globalization;

namespace Orcheo.UnitTests.Architecture.Surface;

internal static class Constants
{
    public static string Write(object? value) => value switch
    {
        null => "default",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
