using System.Text.RegularExpressions;

namespace Orcheo.Hosting.Options;

/// <summary>How personal data is masked in the events and log lines of runs that have an AI agent.</summary>
public sealed class PersonalDataOptions
{
    /// <summary>Whether it is. Default true.</summary>
    public bool Mask { get; set; } = true;

    /// <summary>What is masked besides e-mail addresses, phone numbers, payment cards, IBANs and IP addresses. Default nothing.</summary>
    public IReadOnlyList<PersonalDataPattern> Patterns { get; set; } = [];

    /// <summary>Throws when a value cannot be used.</summary>
    /// <exception cref="OptionsException">Names the setting and what it takes.</exception>
    public void Validate() => _ = Compile().ToList();

    internal IEnumerable<(string Name, Regex Pattern)> Compile()
    {
        foreach (var (index, pattern) in Patterns.Index().Where(item => !item.Item.IsEmpty))
        {
            if (string.IsNullOrWhiteSpace(pattern.Name))
            {
                throw new OptionsException($"Orcheo__PersonalData__Patterns__{index}__Name", "what stands in place of what the pattern matches, e.g. customer-number");
            }

            yield return (pattern.Name, Compile(pattern.Regex, index));
        }
    }

    private static Regex Compile(string regex, int index)
    {
        try
        {
            if (!string.IsNullOrEmpty(regex))
            {
                // Non-backtracking: linear in the length of a text that may come from outside.
                return new Regex(regex, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            }
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            // Told below.
        }

        throw new OptionsException($"Orcheo__PersonalData__Patterns__{index}__Regex", "a regular expression without look-around and back-references");
    }
}

/// <summary>A kind of personal data.</summary>
public sealed class PersonalDataPattern
{
    /// <summary>Whether nothing of it is set, as in the sample of settings: then there is no such pattern.</summary>
    internal bool IsEmpty => string.IsNullOrEmpty(Name) && string.IsNullOrEmpty(Regex);

    /// <summary>What stands in place of it, in brackets.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it looks like: a .NET regular expression without look-around and back-references.</summary>
    public string Regex { get; set; } = "";
}
