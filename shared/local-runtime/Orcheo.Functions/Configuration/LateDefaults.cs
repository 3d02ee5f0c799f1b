using Microsoft.Extensions.Configuration;

namespace Orcheo.Functions.Configuration;

/// <summary>Defaults that depend on the rest of the configuration: placed below it at the beginning, filled in when it is complete.</summary>
/// <remarks>Adding a source at the end instead would read all of them anew and lose values that were set in code.</remarks>
internal sealed class LateDefaults : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    internal void Fill(IDictionary<string, string?> values)
    {
        Data = values;
        OnReload();
    }
}
