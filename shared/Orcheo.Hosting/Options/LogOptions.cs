namespace Orcheo.Hosting.Options;

/// <summary>How log lines are written to the console (<c>Orcheo__Logs__…</c>).</summary>
public sealed class LogOptions
{
    /// <summary>The format. Default text, for people.</summary>
    public LogFormat Format { get; set; }
}

/// <summary>How a log line looks.</summary>
public enum LogFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON object on a line, for programs.</summary>
    Json,
}
