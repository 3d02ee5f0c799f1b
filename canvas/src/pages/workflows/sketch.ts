import type { WorkflowEdge, WorkflowNode } from '@/api/types';

export interface Sketch {
  nodes: { id: string; type: string; x: number; y: number }[];
  edges: { id: string; from: [number, number]; to: [number, number] }[];
  width: number;
  height: number;
}

/** The size of a node in a sketch, and the room between two. */
export const NODE = { width: 26, height: 14 };
const STEP = { x: 44, y: 24 };

/** A small drawing of a graph: columns by distance from the entry nodes, in the order of the document. */
export function sketch(nodes: WorkflowNode[], edges: WorkflowEdge[]): Sketch {
  const column = columns(nodes, edges);
  const filled = new Map<number, number>();
  const placed = nodes.map((node) => {
    const x = column.get(node.id) ?? 0;
    const y = filled.get(x) ?? 0;
    filled.set(x, y + 1);
    return { id: node.id, type: node.type, column: x, row: y };
  });
  const rows = Math.max(1, ...filled.values());
  const height = (rows - 1) * STEP.y + NODE.height;
  const drawn = placed.map(({ id, type, column: x, row }) => ({
    id,
    type,
    x: x * STEP.x,
    y: (height - ((filled.get(x) ?? 1) - 1) * STEP.y - NODE.height) / 2 + row * STEP.y,
  }));
  const byId = new Map(drawn.map((node) => [node.id, node]));
  return {
    nodes: drawn,
    edges: edges.flatMap((edge, index) => {
      const [source, target] = [byId.get(edge.source_node_id), byId.get(edge.target_node_id)];
      return source === undefined || target === undefined
        ? []
        : [
            {
              id: edge.id ?? `${index}`,
              from: [source.x + NODE.width, source.y + NODE.height / 2] as [number, number],
              to: [target.x, target.y + NODE.height / 2] as [number, number],
            },
          ];
    }),
    width: Math.max(0, ...drawn.map((node) => node.x)) + NODE.width,
    height,
  };
}

/** The longest way from an entry node, for each node. A cycle, which a draft may have, ends after as many steps as there are nodes. */
function columns(nodes: WorkflowNode[], edges: WorkflowEdge[]): Map<string, number> {
  const column = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 0; round < nodes.length; round++) {
    let moved = false;
    for (const { source_node_id: source, target_node_id: target } of edges) {
      const next = (column.get(source) ?? 0) + 1;
      if (next > (column.get(target) ?? Infinity) && next < nodes.length) {
        column.set(target, next);
        moved = true;
      }
    }
    if (!moved) {
      break;
    }
  }
  return column;
}
