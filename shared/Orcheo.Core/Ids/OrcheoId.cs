using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

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
    private const int TimeLength = 10;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private static readonly SearchValues<char> AlphabetCharacters = SearchValues.Create(Alphabet);
    private static readonly Lock InOrder = new();
    private static Ulid _lastInOrder;

    /// <summary>Makes a new id.</summary>
    /// <param name="prefix">One of the prefixes above, without the underscore.</param>
    /// <param name="now">The time that the id carries.</param>
    public static string New(string prefix, DateTimeOffset now) => Write(prefix, Ulid.NewUlid(now));

    /// <summary>Makes a new id that sorts behind those that this process made before it in this way, within a millisecond too.</summary>
    /// <param name="prefix">One of the prefixes above, without the underscore.</param>
    /// <param name="now">The time that the id carries.</param>
    /// <remarks>Within a millisecond the random part counts up, as the ULID specification has it for monotonic generators.</remarks>
    public static string NewInOrder(string prefix, DateTimeOffset now)
    {
        var next = Ulid.NewUlid(now);
        lock (InOrder)
        {
            next = next.Time == _lastInOrder.Time ? Following(_lastInOrder) ?? next : next;
            _lastInOrder = next.Time < _lastInOrder.Time ? _lastInOrder : next;
        }

        return Write(prefix, next);
    }

    /// <summary>
    /// The id that always comes out of the same parts, so that a repetition meets what the first time has made. It has the form of
    /// every other id but carries no time: lists keep it under <see cref="NewestFirstKey(string, DateTimeOffset)"/>.
    /// </summary>
    /// <param name="prefix">One of the prefixes above, without the underscore.</param>
    /// <param name="parts">What it is derived from; the same texts divided otherwise give another id.</param>
    public static string Derive(string prefix, params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, prefix);
        foreach (var part in parts)
        {
            Append(hash, part);
        }

        return Write(prefix, new Ulid(hash.GetHashAndReset().AsSpan(0, 16)));
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

    /// <summary>The newest-first row key of an id that carries its time; see <see cref="Invert"/>.</summary>
    public static string NewestFirstKey(string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Invert(id.AsSpan(id.IndexOf('_', StringComparison.Ordinal) + 1));
    }

    /// <summary>
    /// The newest-first row key of something made at <paramref name="createdAt"/>: that time stands in for the one in the id. For an
    /// id made by <see cref="New"/> at that time it is <see cref="NewestFirstKey(string)"/>.
    /// </summary>
    public static string NewestFirstKey(string id, DateTimeOffset createdAt)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        Span<char> ulid = stackalloc char[UlidLength];
        id.AsSpan(id.IndexOf('_', StringComparison.Ordinal) + 1).CopyTo(ulid);
        WriteTime(ulid, createdAt);
        return Invert(ulid);
    }

    /// <summary>Where, in a newest-first list, that begins which was made at this time or before.</summary>
    public static string NewestFirstKey(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[TimeLength];
        WriteTime(text, time);
        return Invert(text);
    }

    private static void WriteTime(Span<char> ulid, DateTimeOffset time)
    {
        var milliseconds = time.ToUnixTimeMilliseconds();
        for (var i = TimeLength - 1; i >= 0; i--)
        {
            ulid[i] = Alphabet[(int)(milliseconds & 31)];
            milliseconds >>= 5;
        }
    }

    private static string Write(string prefix, Ulid value)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return string.Create(prefix.Length + 1 + UlidLength, (prefix, value), static (text, state) =>
        {
            state.prefix.CopyTo(text);
            text[state.prefix.Length] = '_';
            var ulid = text[(state.prefix.Length + 1)..];
            state.value.TryWriteStringify(ulid);
            for (var i = 0; i < ulid.Length; i++)
            {
                ulid[i] = char.ToLowerInvariant(ulid[i]);
            }
        });
    }

    /// <summary>The next one of the same millisecond; null after the last.</summary>
    private static Ulid? Following(Ulid ulid)
    {
        const int TimeBytes = 6;
        Span<byte> bytes = stackalloc byte[16];
        ulid.TryWriteBytes(bytes);
        for (var i = bytes.Length - 1; i >= TimeBytes; i--)
        {
            if (++bytes[i] != 0)
            {
                return new Ulid(bytes);
            }
        }

        return null;
    }

    private static void Append(IncrementalHash hash, string part)
    {
        var bytes = Encoding.UTF8.GetBytes(part);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
