using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.DurableTask;

namespace Orcheo.Durable;

/// <summary>
/// The stored form of a turn: a version byte, the inputs, the actions, a checksum. A change of the form needs a new version byte and a
/// recorded example of the old one that still reads (ADR 0002).
/// </summary>
internal static class HistoryCodec
{
    public const byte Version = 1;

    private const int TypicalSize = 256;

    public static byte[] Encode(IReadOnlyList<TurnInput> inputs, IReadOnlyList<TurnAction> actions)
    {
        HistoryWriter writer = new(TypicalSize);
        try
        {
            writer.Byte(Version);
            writer.Number((ulong)inputs.Count);
            for (int i = 0; i < inputs.Count; i++)
            {
                WriteInput(ref writer, inputs[i]);
            }

            writer.Number((ulong)actions.Count);
            for (int i = 0; i < actions.Count; i++)
            {
                WriteAction(ref writer, actions[i]);
            }

            return writer.ToArrayWithChecksum();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static HistoryTurn Decode(int number, DateTime at, ReadOnlySpan<byte> data)
    {
        HistoryReader reader = Open(data);
        TurnInput[] inputs = new TurnInput[Bounded(reader.Count(), data)];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = ReadInput(ref reader);
        }

        TurnAction[] actions = new TurnAction[Bounded(reader.Count(), data)];
        for (int i = 0; i < actions.Length; i++)
        {
            actions[i] = ReadAction(ref reader);
        }

        return reader.AtEnd
            ? new(number, at, inputs, actions)
            : throw new CorruptHistoryException("The stored turn has bytes after its end.");
    }

    public static byte[]? EncodeFailure(TaskFailureDetails? failure)
    {
        if (failure is null)
        {
            return null;
        }

        HistoryWriter writer = new(TypicalSize);
        try
        {
            writer.Byte(Version);
            WriteFailure(ref writer, failure);
            return writer.ToArrayWithChecksum();
        }
        finally
        {
            writer.Dispose();
        }
    }

    public static TaskFailureDetails? DecodeFailure(ReadOnlySpan<byte> data)
    {
        if (data.IsEmpty)
        {
            return null;
        }

        HistoryReader reader = Open(data);
        return ReadFailure(ref reader);
    }

    private static HistoryReader Open(ReadOnlySpan<byte> data)
    {
        if (data.Length < 1 + sizeof(uint))
        {
            throw new CorruptHistoryException("The stored turn is empty.");
        }

        ReadOnlySpan<byte> body = data[..^sizeof(uint)];
        if (Checksum.Compute(body) != BinaryPrimitives.ReadUInt32LittleEndian(data[^sizeof(uint)..]))
        {
            throw new CorruptHistoryException("The checksum of the stored turn is wrong.");
        }

        HistoryReader reader = new(body);
        byte version = reader.Byte();
        return version == Version
            ? reader
            : throw new CorruptHistoryException($"The stored turn has version {version}; this program reads version {Version}.");
    }

    // Every element takes at least one byte: a larger count can only be damage, and must not become an allocation.
    private static int Bounded(int count, ReadOnlySpan<byte> data)
        => count <= data.Length ? count : throw new CorruptHistoryException("The stored turn has an impossible count.");

    private static void WriteInput(ref HistoryWriter writer, TurnInput input)
    {
        writer.Byte((byte)input.Kind);
        writer.Number((uint)input.TaskId);
        writer.Text(input.Name);
        writer.Text(input.Payload);
        writer.Byte(input.Failure is null ? (byte)0 : (byte)1);
        if (input.Failure is not null)
        {
            WriteFailure(ref writer, input.Failure);
        }
    }

    private static TurnInput ReadInput(ref HistoryReader reader)
    {
        TurnInputKind kind = (TurnInputKind)reader.Byte();
        int task = (int)reader.Number();
        string? name = reader.Text();
        string? payload = reader.Text();
        return new(kind, task, name, payload, reader.Byte() == 0 ? null : ReadFailure(ref reader));
    }

    private static void WriteAction(ref HistoryWriter writer, TurnAction action)
    {
        writer.Byte((byte)action.Kind);
        writer.Number((uint)action.TaskId);
        writer.Text(action.Name);
        writer.Text(action.Target);
        writer.Number((ulong)action.Due);
    }

    private static TurnAction ReadAction(ref HistoryReader reader)
        => new((TurnActionKind)reader.Byte(), (int)reader.Number())
        {
            Name = reader.Text(),
            Target = reader.Text(),
            Due = (long)reader.Number(),
        };

    private static void WriteFailure(ref HistoryWriter writer, TaskFailureDetails failure)
    {
        writer.Text(failure.ErrorType);
        writer.Text(failure.ErrorMessage);
        writer.Text(failure.StackTrace);
        writer.Text(failure.Properties is { Count: > 0 } properties ? JsonSerializer.Serialize(properties) : null);
        writer.Byte(failure.InnerFailure is null ? (byte)0 : (byte)1);
        if (failure.InnerFailure is not null)
        {
            WriteFailure(ref writer, failure.InnerFailure);
        }
    }

    private static TaskFailureDetails ReadFailure(ref HistoryReader reader)
    {
        string type = reader.Text() ?? string.Empty;
        string message = reader.Text() ?? string.Empty;
        string? stack = reader.Text();
        Dictionary<string, object?>? properties = reader.Text() is { } json
            ? JsonSerializer.Deserialize<Dictionary<string, object?>>(json)
            : null;
        return new(type, message, stack, reader.Byte() == 0 ? null : ReadFailure(ref reader), properties);
    }
}
