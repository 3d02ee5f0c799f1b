namespace Orcheo.Hosting.Options;

/// <summary>Which pages of other origins may call Orcheo from a browser (<c>Orcheo__Cors__…</c>).</summary>
public sealed class CrossOriginOptions
{
    /// <summary>Origins, separated by commas, e.g. <c>https://canvas.example.com</c>. Default none.</summary>
    public string? AllowedOrigins { get; set; }

    /// <summary>The origins one by one.</summary>
    public IReadOnlyList<string> Origins => AllowedOrigins?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate()
    {
        if (Origins.Any(origin => !IsOrigin(origin)))
        {
            throw new OptionsException("Orcheo__Cors__AllowedOrigins", "origins separated by commas, e.g. https://canvas.example.com, without a path and none of them *");
        }
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.GetLeftPart(UriPartial.Authority) == text;
}
