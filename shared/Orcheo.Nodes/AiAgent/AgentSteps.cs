namespace Orcheo.Nodes.AiAgent;

/// <summary>Where the calls of an agent's steps stand among its recorded calls: by turn, the model's attempts first, then the tools.</summary>
public static class AgentSteps
{
    /// <summary>The most tool calls of one turn that are made.</summary>
    public const int MaxToolCalls = 64;

    private const int PerTurn = 1000;
    private const int FirstTool = 500;

    /// <summary>The number before that of the first attempt of a turn's model call; of turn 0, what is asked before the first.</summary>
    public static int BeforeModel(int turn) => turn * PerTurn;

    /// <summary>The number before that of a tool call.</summary>
    /// <param name="turn">The turn, from 1.</param>
    /// <param name="index">The tool call's place in it, from 0.</param>
    public static int BeforeTool(int turn, int index) => (turn * PerTurn) + FirstTool + index;

    /// <summary>The turn, and the tool call's place in it; null for the model's call.</summary>
    public static (int Turn, int? Tool) Of(int seq) =>
        (seq / PerTurn, seq % PerTurn > FirstTool ? (seq % PerTurn) - FirstTool - 1 : null);
}
