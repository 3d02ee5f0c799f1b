using System.Text;
using System.Text.Json;
using Orcheo.Core.Json;
using Orcheo.Core.Nodes;
using Orcheo.Hosting.Executions.Redaction;

namespace Orcheo.Hosting.Executions.Agents;

/// <summary>
/// Shows a model's answer while it is being written. Its pieces may part a secret or an e-mail address, and half of one cannot be
/// found, so the last words are held back until what follows is known.
/// </summary>
internal sealed class LiveText(INodeLive live, PersonalDataMask? mask, int turn) : INodeLive
{
    /// <summary>Longer than what personal data takes.</summary>
    private const int HeldBack = 64;

    private readonly Lock _lock = new();
    private readonly StringBuilder _pending = new();
    private string _type = "";

    public bool IsWatched => live.IsWatched;

    public void Show(string type, JsonElement payload)
    {
        lock (_lock)
        {
            _type = type;
            _pending.Append(payload.GetProperty("text").GetString());
            if (_pending.Length > HeldBack)
            {
                Emit(SafeEnd(_pending.ToString()));
            }
        }
    }

    /// <summary>The answer is complete: shows what was held back.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            Emit(_pending.Length);
        }
    }

    /// <summary>The answer broke off and is written anew.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _pending.Clear();
        }
    }

    /// <summary>Where a word ends before the part that is held back, outside of what is masked.</summary>
    private int SafeEnd(string text)
    {
        var end = text.LastIndexOf(' ', text.Length - HeldBack);
        foreach (var range in mask?.Find(text) ?? [])
        {
            if (range.Start < end && end < range.End)
            {
                end = range.Start;
            }
        }

        return Math.Max(0, end);
    }

    private void Emit(int length)
    {
        if (length == 0)
        {
            return;
        }

        var text = _pending.ToString(0, length);
        _pending.Remove(0, length);
        live.Show(_type, JsonSerializer.SerializeToElement(new { text = mask?.Apply(text) ?? text, turn }, OrcheoJson.Options));
    }
}
