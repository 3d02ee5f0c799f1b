using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Orcheo.Functions.Discovery;

namespace Orcheo.Functions.Configuration;

/// <summary>Replaces <c>%Name%</c> by the setting of that name.</summary>
internal sealed partial class SettingReferences(IConfiguration configuration)
{
    /// <summary>Replaces the references in a text.</summary>
    /// <exception cref="FunctionDeclarationException">A setting does not exist.</exception>
    internal string Resolve(string text) => Reference().Replace(text, match =>
        configuration[match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)]
        ?? throw new FunctionDeclarationException($"'{text}' refers to setting '{match.Groups[1].Value}', which does not exist."));

    [GeneratedRegex("%([^%]+)%", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}
