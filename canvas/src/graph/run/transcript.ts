import type { ExecutionEvent } from '@/api/types';

/** What an agent did, from the output of its node, or from the details of its error. */
export interface Transcript {
  text: string;
  data?: unknown;
  usage: Usage;
  turns: Turn[];
}

export interface Usage {
  tokens_in: number;
  tokens_out: number;
  cost?: number | null;
}

export interface Turn {
  turn: number;
  text?: string | null;
  tool_calls: ToolCall[];
  finish_reason?: string | null;
  usage?: Usage;
  duration_ms?: number;
}

export interface ToolCall {
  name: string;
  /** JSON, as the model wrote it. */
  arguments: string;
  result?: string | null;
  is_error?: boolean;
  duration_ms?: number | null;
}

/** Reads a transcript out of a value that may be anything; undefined when it is none. */
export function readTranscript(value: unknown): Transcript | undefined {
  if (!isObject(value) || !Array.isArray(value['turns'])) {
    return undefined;
  }
  return {
    text: text(value['text']) ?? '',
    data: value['data'] ?? undefined,
    usage: readUsage(value['usage']) ?? { tokens_in: 0, tokens_out: 0 },
    turns: value['turns'].filter(isObject).map(readTurn),
  };
}

function readTurn(value: Record<string, unknown>, index: number): Turn {
  const calls = value['tool_calls'];
  return {
    turn: number(value['turn']) ?? index + 1,
    text: text(value['text']),
    tool_calls: Array.isArray(calls) ? calls.filter(isObject).map(readCall) : [],
    finish_reason: text(value['finish_reason']),
    usage: readUsage(value['usage']),
    duration_ms: number(value['duration_ms']),
  };
}

function readCall(value: Record<string, unknown>): ToolCall {
  const given = value['arguments'];
  return {
    name: text(value['name']) ?? '',
    arguments: typeof given === 'string' ? given : JSON.stringify(given ?? {}),
    result: text(value['result']),
    is_error: value['is_error'] === true,
    duration_ms: number(value['duration_ms']),
  };
}

function readUsage(value: unknown): Usage | undefined {
  return isObject(value)
    ? {
        tokens_in: number(value['tokens_in']) ?? 0,
        tokens_out: number(value['tokens_out']) ?? 0,
        cost: number(value['cost']),
      }
    : undefined;
}

/** What an agent has done so far, from what it has written to its log; undefined when it has written nothing of the kind. */
export function transcriptSoFar(events: readonly ExecutionEvent[], nodeId: string): Transcript | undefined {
  const turns = new Map<number, Turn>();
  for (const event of events) {
    const fields = event.type === 'log' && event.node_id === nodeId ? event.payload['fields'] : undefined;
    if (!isObject(fields)) {
      continue;
    }
    const turn = number(fields['turn']) ?? 1;
    if (fields['kind'] === 'model_call') {
      turns.set(turn, { ...readTurn(fields, turn - 1), usage: readUsage(fields) });
    } else if (fields['kind'] === 'tool_call') {
      const calls = turns.get(turn)?.tool_calls;
      const index = number(fields['index']) ?? 0;
      if (calls?.[index] !== undefined) {
        calls[index] = readCall(fields);
      }
    }
  }
  const all = [...turns.values()];
  return all.length === 0
    ? undefined
    : {
        text: all.at(-1)?.text ?? '',
        usage: {
          tokens_in: all.reduce((sum, { usage }) => sum + (usage?.tokens_in ?? 0), 0),
          tokens_out: all.reduce((sum, { usage }) => sum + (usage?.tokens_out ?? 0), 0),
        },
        turns: all,
      };
}

/** A text that holds JSON as what it holds; any other as it is. */
export function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
const number = (value: unknown) => (typeof value === 'number' ? value : undefined);

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
