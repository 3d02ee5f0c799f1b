import type { NodeRun, NodeRunStatus, RunState } from '../runState';
import { equal } from './jsonDiff';

export interface ComparedNode {
  nodeId: string;
  a?: NodeRun;
  b?: NodeRun;
  statusDiffers: boolean;
  outputDiffers: boolean;
  /** How much longer `b` took, in milliseconds. */
  slower?: number;
}

/** Two runs node by node: the nodes of either, in the order of `order` and then by name. */
export function compareRuns(a: RunState, b: RunState, order: readonly string[] = []): ComparedNode[] {
  const ids = new Set([...order, ...Object.keys(a.nodes).sort(), ...Object.keys(b.nodes).sort()]);
  return [...ids].map((nodeId) => {
    const [left, right] = [a.nodes[nodeId], b.nodes[nodeId]];
    return {
      nodeId,
      a: left,
      b: right,
      statusDiffers: statusOf(left) !== statusOf(right),
      outputDiffers:
        !equal(a.outputs[nodeId], b.outputs[nodeId]) || (left?.error?.message ?? '') !== (right?.error?.message ?? ''),
      slower:
        left?.durationMs === undefined || right?.durationMs === undefined
          ? undefined
          : right.durationMs - left.durationMs,
    };
  });
}

export function differs(node: ComparedNode): boolean {
  return node.statusDiffers || node.outputDiffers;
}

const statusOf = (run: NodeRun | undefined): NodeRunStatus | undefined => run?.status;
