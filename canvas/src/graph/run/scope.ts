import type { WorkflowNode } from '@/api/types';
import type { Edge } from '../document';
import { evaluateExpression, evaluateTemplate, type Scope } from '../expressions/evaluate';
import { hasTemplate } from '../expressions/template';
import type { RunState } from '../runState';
import type { RunHistory } from './history';

/** What an execution was given. */
export interface RunInput {
  executionId: string;
  input: unknown;
  trigger: unknown;
}

/** What expressions saw at a moment of the run. */
export function scopeOf(state: RunState, { executionId, input, trigger }: RunInput): Scope {
  const nodes = Object.fromEntries(
    Object.entries(state.nodes).map(([id, run]) => [
      id,
      { output: state.outputs[id] ?? null, status: run.status, error: run.error ?? null },
    ]),
  );
  return {
    input: input ?? null,
    trigger: trigger ?? null,
    state: state.variables,
    nodes,
    execution: { id: executionId },
  };
}

/** Whether conditions of edges were met, each as its source left things. */
export function conditionsHeld(history: RunHistory, given: RunInput): (edge: Edge) => boolean | undefined {
  const known = new Map<string, boolean | undefined>();
  return (edge) => {
    const condition = (edge.condition ?? '').trim();
    if (condition === '') {
      return undefined;
    }
    if (!known.has(edge.id)) {
      const end = history.endOf(edge.source_node_id);
      if (end === undefined) {
        return undefined;
      }
      const scope = scopeOf(history.at(end), given);
      const result = hasTemplate(condition) ? evaluateTemplate(condition, scope) : evaluateExpression(condition, scope);
      known.set(edge.id, 'error' in result ? undefined : Boolean(result.value));
    }
    return known.get(edge.id);
  };
}

export interface NodeInput {
  /** Outputs of the nodes that led here, by id. */
  from: Record<string, unknown>;
  /** The config with its templates filled in. */
  config: Record<string, unknown>;
  /** Templates that could not be computed here, by where they stand. */
  unknown: string[];
}

/** What a node was given: what came before it, and its config as it was when it started. */
export function inputOf(node: WorkflowNode, edges: readonly Edge[], state: RunState, given: RunInput): NodeInput {
  const sources = edges.filter((edge) => edge.target_node_id === node.id).map((edge) => edge.source_node_id);
  const from = Object.fromEntries(sources.filter((id) => id in state.outputs).map((id) => [id, state.outputs[id]]));
  const unknown: string[] = [];
  const scope = scopeOf(state, given);
  const config = fill(node.config ?? {}, '', scope, unknown) as Record<string, unknown>;
  return { from, config, unknown };
}

function fill(value: unknown, pointer: string, scope: Scope, unknown: string[]): unknown {
  if (typeof value === 'string') {
    if (!hasTemplate(value)) {
      return value;
    }
    const result = evaluateTemplate(value, scope);
    if ('error' in result) {
      unknown.push(pointer);
      return value;
    }
    return result.value;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => fill(item, `${pointer}/${index}`, scope, unknown));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, fill(member, `${pointer}/${name}`, scope, unknown)]),
    );
  }
  return value;
}
