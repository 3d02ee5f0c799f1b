namespace Orcheo.Core.Expressions;

/// <summary>What bounds one evaluation. The first four are counted, hence the same on every machine; the others are a backstop.</summary>
/// <remarks>docs/adr/0004-expressions.md says why.</remarks>
internal static class Limits
{
    /// <summary>Units of work: one for each call of a function, each element that is handled, each 16 characters that are handled.</summary>
    public const long Work = 1_000_000;

    /// <summary>How many characters make a unit of work.</summary>
    public const int CharactersPerUnit = 16;

    /// <summary>The longest string, in UTF-16 units.</summary>
    public const int TextLength = 4_000_000;

    /// <summary>How deep syntax may nest.</summary>
    public const int Nesting = 100;

    /// <summary>How deep a result may nest; what is stored may be no deeper.</summary>
    public const int ResultDepth = Json.OrcheoJson.MaxDepth;

    /// <summary>The wall-clock time that no evaluation takes unless the machine is starved.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(5);

    /// <summary>The time of one match of a regular expression.</summary>
    public static readonly TimeSpan RegexTime = TimeSpan.FromSeconds(1);

    /// <summary>Bytes allocated in one evaluation, garbage included.</summary>
    public const long AllocatedBytes = 512L * 1024 * 1024;
}
