using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;

namespace Orcheo.Nodes.Sandbox;

/// <summary>What code came to.</summary>
public sealed record SandboxOutcome
{
    /// <summary>What <c>main</c> returned; JSON <c>null</c> when it failed.</summary>
    public JsonElement Result { get; init; } = OrcheoJson.Null;

    /// <summary>Why it failed; null when it did not.</summary>
    public SandboxError? Error { get; init; }

    /// <summary>Whether lines of the log were dropped, because there were more than the sandbox takes.</summary>
    public bool LogsTruncated { get; init; }

    /// <summary>What the run used; null when it never began.</summary>
    public NodeUsage? Usage { get; init; }
}

/// <summary>Why code failed, in the sandbox's words (functions/sandbox-python/README.md). Type, message and traceback are the code's own.</summary>
/// <param name="Kind">What kind of failure it is, e.g. <c>exception</c> or <c>timeout</c>.</param>
/// <param name="Type">The exception's type, or a name of the same kind.</param>
/// <param name="Message">What it says.</param>
/// <param name="Traceback">The traceback, cut to the lines of the code; empty where there is none.</param>
/// <param name="Line">The line of the code that failed, from 1; null where there is none.</param>
public sealed record SandboxError(string Kind, string Type, string Message, string Traceback = "", int? Line = null);

/// <summary>A line that code wrote.</summary>
/// <param name="Level"><c>debug</c>, <c>info</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="Message">The text.</param>
public sealed record SandboxLogLine(string Level, string Message);
