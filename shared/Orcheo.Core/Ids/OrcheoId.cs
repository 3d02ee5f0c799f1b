using System.Buffers;

namespace Orcheo.Core.Ids;

/// <summary>Ids of the form <c>&lt;prefix&gt;_&lt;26-character lower-case ULID&gt;</c>: sortable by the time they were made.</summary>
public static class OrcheoId
{
    /// <summary>Prefix of workflow ids.</summary>
    public const string Workflow = "wf";

    /// <summary>Prefix of execution ids.</summary>
    public const string Execution = "exe";

    /// <summary>Prefix of event ids.</summary>
    public const string Event = "evt";

    /// <summary>Prefix of checkpoint ids.</summary>
    public const string Checkpoint = "ckp";

    /// <summary>Prefix of credential ids.</summary>
    public const string Credential = "cred";

    /// <summary>Prefix of API key ids.</summary>
    public const string ApiKey = "key";

    /// <summary>Prefix of cron trigger ids.</summary>
    public const string Cron = "cron";

    /// <summary>Prefix of webhook trigger ids.</summary>
    public const string Webhook = "hook";

    /// <summary>Prefix of audit entry ids.</summary>
    public const string Audit = "aud";

    private const int UlidLength = 26;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> AlphabetCharacters = SearchValues.Create(Alphabet);

    /// <summary>Makes a new id.</summary>
    /// <param name="prefix">One of the prefixes above, without the underscore.</param>
    /// <param name="now">The time that the id carries.</param>
    public static string New(string prefix, DateTimeOffset now)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return string.Create(prefix.Length + 1 + UlidLength, (prefix, now), static (text, state) =>
        {
            state.prefix.CopyTo(text);
            text[state.prefix.Length] = '_';
            var ulid = text[(state.prefix.Length + 1)..];
            Ulid.NewUlid(state.now).TryWriteStringify(ulid);
            for (var i = 0; i < ulid.Length; i++)
            {
                ulid[i] = char.ToLowerInvariant(ulid[i]);
            }
        });
    }

    /// <summary>Whether <paramref name="id"/> has the form of an id with this prefix.</summary>
    public static bool IsValid(string prefix, string? id)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        if (id is null || id.Length != prefix.Length + 1 + UlidLength || !id.StartsWith(prefix, StringComparison.Ordinal) || id[prefix.Length] != '_')
        {
            return false;
        }

        var ulid = id.AsSpan(prefix.Length + 1);
        return ulid[0] <= '7' && !ulid.ContainsAnyExcept(AlphabetCharacters);
    }

    /// <summary>
    /// The row key under which a list holds this id newest first: every character of the ULID replaced by its
    /// complement in the alphabet, so that ascending row keys are descending times. Its own inverse.
    /// </summary>
    /// <param name="ulid">The 26 characters behind the prefix.</param>
    public static string Invert(ReadOnlySpan<char> ulid)
    {
        Span<char> inverted = stackalloc char[ulid.Length];
        for (var i = 0; i < ulid.Length; i++)
        {
            inverted[i] = Alphabet[Alphabet.Length - 1 - Alphabet.IndexOf(ulid[i], StringComparison.Ordinal)];
        }

        return new string(inverted);
    }

    /// <summary>The newest-first row key of an id; see <see cref="Invert"/>.</summary>
    public static string NewestFirstKey(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Invert(id.AsSpan(id.IndexOf('_', StringComparison.Ordinal) + 1));
    }
}
