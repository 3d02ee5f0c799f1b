import type { WorkflowNode } from '@/api/types';
import { UI_LIMIT, uiSize } from './document';

/** A pinned output: test runs use it instead of running the node. */
export interface Pin {
  output: unknown;
}

/** The pin of a node, kept in its `ui`, so that it is saved and versioned with the workflow. */
export function pinOf(node: WorkflowNode): Pin | undefined {
  const ui = (node.ui ?? {}) as { pinned?: unknown };
  return 'pinned' in ui ? { output: ui.pinned } : undefined;
}

/** The node's `ui` with another pin, or without one; undefined when it would not fit into what the server takes. */
export function withPin(node: WorkflowNode, pin: Pin | undefined): WorkflowNode['ui'] | undefined {
  const { pinned: _, ...rest } = (node.ui ?? {}) as Record<string, unknown>;
  const ui = pin === undefined ? rest : { ...rest, pinned: pin.output };
  return uiSize(ui) <= UI_LIMIT ? ui : undefined;
}

/** The outputs to give to a test run, by node; undefined when nothing is pinned. */
export function pinnedOutputs(nodes: readonly WorkflowNode[]): Record<string, unknown> | undefined {
  const pins = nodes.flatMap((node) => {
    const pin = pinOf(node);
    return pin === undefined ? [] : [[node.id, pin.output] as const];
  });
  return pins.length === 0 ? undefined : Object.fromEntries(pins);
}
