namespace Orcheo.IntegrationTests.Telemetry;

/// <summary>A span as the collector got it.</summary>
internal sealed record ReceivedSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    int Kind,
    ulong Start,
    ulong End,
    IReadOnlyDictionary<string, object> Attributes,
    IReadOnlyList<(string TraceId, string SpanId)> Links,
    int Status,
    string StatusMessage,
    IReadOnlyDictionary<string, object> Resource)
{
    public const int Internal = 1;
    public const int Server = 2;
    public const int Client = 3;
    public const int Consumer = 5;
    public const int Error = 2;

    public object? this[string attribute] => Attributes.GetValueOrDefault(attribute);

    public override string ToString() =>
        $"{Name} {SpanId} < {ParentId} [{string.Join(", ", Attributes.Select(item => $"{item.Key}={item.Value}"))}] {Status} {StatusMessage}";

    public static IEnumerable<ReceivedSpan> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        let about = Otlp.Attributes(resource.Message(1)!, 1)
        from scope in resource.Messages(2)
        from span in scope.Messages(2)
        select new ReceivedSpan(
            span.Hex(1),
            span.Hex(2),
            span.Hex(4),
            span.Text(5),
            (int)span.Number(6),
            span.Number(7),
            span.Number(8),
            Otlp.Attributes(span, 9),
            [.. span.Messages(13).Select(link => (link.Hex(1), link.Hex(2)))],
            (int)(span.Message(15)?.Number(3) ?? 0),
            span.Message(15)?.Text(2) ?? "",
            about);
}

/// <summary>A point of a metric as the collector got it.</summary>
internal sealed record ReceivedPoint(string Name, string Unit, IReadOnlyDictionary<string, object> Attributes, double Value)
{
    public static IEnumerable<ReceivedPoint> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from metric in scope.Messages(2)
        from data in new[] { 5, 7, 9 }.SelectMany(kind => metric.Messages(kind).Select(body => (Kind: kind, Body: body)))
        from point in data.Body.Messages(1)
        select new ReceivedPoint(
            metric.Text(1),
            metric.Text(3),
            Otlp.Attributes(point, data.Kind == 9 ? 9 : 7),
            data.Kind == 9 ? point.Number(4) : point.Has(6) ? (long)point.Number(6) : BitConverter.UInt64BitsToDouble(point.Number(4)));
}

/// <summary>A log record as the collector got it.</summary>
internal sealed record ReceivedLog(string Severity, string Text, string TraceId, IReadOnlyDictionary<string, object> Attributes)
{
    public static IEnumerable<ReceivedLog> Read(ProtoMessage request) =>
        from resource in request.Messages(1)
        from scope in resource.Messages(2)
        from log in scope.Messages(2)
        select new ReceivedLog(log.Text(3), log.Message(5)?.Text(1) ?? "", log.Hex(9), Otlp.Attributes(log, 6));
}

/// <summary>What messages of OTLP have in common.</summary>
internal static class Otlp
{
    public static IReadOnlyDictionary<string, object> Attributes(ProtoMessage holder, int number)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var pair in holder.Messages(number))
        {
            attributes[pair.Text(1)] = Value(pair.Message(2)!);
        }

        return attributes;
    }

    private static object Value(ProtoMessage value)
    {
        if (value.Has(2))
        {
            return value.Number(2) == 1;
        }

        return value.Has(3) ? (long)value.Number(3) : value.Has(4) ? BitConverter.UInt64BitsToDouble(value.Number(4)) : value.Text(1);
    }
}
