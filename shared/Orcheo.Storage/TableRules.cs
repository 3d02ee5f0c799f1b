using System.Buffers;
using Orcheo.Core.Storage;

namespace Orcheo.Storage;

/// <summary>The rules of the port that hold before a store is asked: names, keys, limits. Breaking one is a defect of the caller.</summary>
internal static class TableRules
{
    private const int KeyCharacters = 512;

    private static readonly SearchValues<char> _keyCharacters = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c).Where(c => c is not ('/' or '\\' or '#' or '?'))]);

    private static readonly SearchValues<char> _nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Length is < 3 or > 63 || table[0] is < 'a' or > 'z' || table.AsSpan().ContainsAnyExcept(_nameCharacters))
        {
            throw new ArgumentException(
                $"'{table}' is no table name: 3 to 63 lower-case letters and digits, the first a letter.", nameof(table));
        }
    }

    public static void CheckKey(string key, string parameter)
    {
        ArgumentNullException.ThrowIfNull(key, parameter);
        if (key.Length is 0 or > KeyCharacters || key.AsSpan().ContainsAnyExcept(_keyCharacters))
        {
            throw new ArgumentException(
                $"'{key}' is no key: 1 to {KeyCharacters} characters of printable ASCII without / \\ # ?.", parameter);
        }
    }

    public static void CheckQuery(TableQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > TableLimits.PageRows)
        {
            throw new ArgumentException($"The limit of a page is 1 to {TableLimits.PageRows} rows, not {query.Limit}.", nameof(query));
        }

        CheckBound(query.From, nameof(query.From));
        CheckBound(query.To, nameof(query.To));
        CheckBound(query.Continuation, nameof(query.Continuation));
    }

    public static void CheckBatch(string partitionKey, IReadOnlyList<TableWrite> writes)
    {
        CheckKey(partitionKey, nameof(partitionKey));
        ArgumentNullException.ThrowIfNull(writes);
        if (writes.Count is 0 or > TableLimits.BatchRows)
        {
            throw new ArgumentException($"A batch holds 1 to {TableLimits.BatchRows} writes, not {writes.Count}.", nameof(writes));
        }

        for (var i = 0; i < writes.Count; i++)
        {
            CheckWrite(writes[i]);
        }

        CheckDistinct(writes);
    }

    private static void CheckWrite(in TableWrite write)
    {
        CheckKey(write.RowKey, nameof(write.RowKey));
        if (write.Value.Length > TableLimits.ValueBytes)
        {
            throw new ArgumentException(
                $"The value of row '{write.RowKey}' has {write.Value.Length} bytes; the most is {TableLimits.ValueBytes}.", nameof(write));
        }

        var etagFits = write.Kind switch
        {
            TableWriteKind.Insert or TableWriteKind.Upsert => write.ETag is null,
            // "*" would make Azure Tables skip the check that the caller asks for.
            TableWriteKind.Replace => !string.IsNullOrEmpty(write.ETag) && write.ETag != "*",
            TableWriteKind.Delete => write.ETag is not ("" or "*"),
            _ => throw new ArgumentOutOfRangeException(nameof(write), write.Kind, "There is no such kind of write."),
        };
        if (!etagFits)
        {
            throw new ArgumentException(
                $"The {write.Kind} of row '{write.RowKey}' has an ETag that does not fit: '{write.ETag}'.", nameof(write));
        }
    }

    private static void CheckDistinct(IReadOnlyList<TableWrite> writes)
    {
        // Most batches hold two or three rows, for which comparing beats hashing.
        if (writes.Count <= 4)
        {
            for (var i = 1; i < writes.Count; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (writes[i].RowKey == writes[j].RowKey)
                    {
                        throw new ArgumentException(Twice(writes[i].RowKey), nameof(writes));
                    }
                }
            }

            return;
        }

        var seen = new HashSet<string>(writes.Count, StringComparer.Ordinal);
        foreach (var write in writes)
        {
            if (!seen.Add(write.RowKey))
            {
                throw new ArgumentException(Twice(write.RowKey), nameof(writes));
            }
        }
    }

    private static string Twice(string rowKey) => $"Row '{rowKey}' occurs twice in the batch.";

    private static void CheckBound(string? bound, string parameter)
    {
        // A bound need not be a key: the end of a prefix range may be any character after a key's. Beyond ASCII, adapters would order
        // differently.
        if (bound is not null && !System.Text.Ascii.IsValid(bound))
        {
            throw new ArgumentException($"'{bound}' is no bound of a range: ASCII only.", parameter);
        }
    }
}
