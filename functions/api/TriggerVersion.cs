using System.Globalization;
using System.Text.Json;
using Orcheo.Core.Errors;
using Orcheo.Core.Json;

namespace Orcheo.Api;

/// <summary>Which version of its workflow a trigger starts, as its owner names it.</summary>
internal static class TriggerVersion
{
    /// <summary>Reads the member <c>version</c>: a number in digits, <c>latest</c> or <c>draft</c>; null for the latest finalized one, else the draft.</summary>
    public static string? Read(StrictObject body)
    {
        switch (body.Any("version"))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out var version) && version > 0:
                return version.ToString(CultureInfo.InvariantCulture);
            case { ValueKind: JsonValueKind.String } text when text.GetString() is "latest" or "draft":
                return text.GetString();
            default:
                body.Fault(ErrorCodes.ValueOutOfRange, "'version' must be a version number from 1, \"latest\" or \"draft\".", "version");
                return null;
        }
    }
}
