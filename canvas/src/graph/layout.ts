import type { WorkflowNode } from '@/api/types';
import { outputHandles, type Catalog } from './catalog';
import type { Edge, Point } from './document';

/** The size of a node on the canvas; its card is made to it, so that nothing needs measuring. */
export const NODE_WIDTH = 216;
export const NODE_HEIGHT = 60;
/** Where the handles of a node with several stand; such a card is higher. */
export const HANDLE_STEP = 26;

export function nodeHeight(handles: number): number {
  return handles <= 1 ? NODE_HEIGHT : NODE_HEIGHT + handles * HANDLE_STEP;
}

/** Places every node from left to right, so that few edges cross. dagre is loaded when it is first needed. */
export async function arrange(
  nodes: readonly WorkflowNode[],
  edges: readonly Edge[],
  catalog: Catalog,
): Promise<Map<string, Point>> {
  const { graphlib, layout } = await import('@dagrejs/dagre');
  const graph = new graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: 44, ranksep: 90 });
  graph.setDefaultEdgeLabel(() => ({}));
  const ids = new Set(nodes.map((node) => node.id));
  for (const node of nodes) {
    const handles = outputHandles(node, catalog.get(node.type)).length;
    graph.setNode(node.id, { width: NODE_WIDTH, height: nodeHeight(handles) });
  }
  // Branches keep the order of their handles: dagre breaks ties by the order in which edges come.
  const order = new Map(nodes.map((node) => [node.id, outputHandles(node, catalog.get(node.type))]));
  const rank = (edge: Edge) => order.get(edge.source_node_id)?.indexOf(edge.source_handle ?? '') ?? 0;
  for (const edge of [...edges].sort((a, b) => rank(a) - rank(b))) {
    if (ids.has(edge.source_node_id) && ids.has(edge.target_node_id)) {
      graph.setEdge(edge.source_node_id, edge.target_node_id, {}, edge.id);
    }
  }
  layout(graph);
  const grid = (value: number) => Math.round(value / 10) * 10;
  return new Map(
    nodes.map((node) => {
      const { x, y, width, height } = graph.node(node.id) as { x: number; y: number; width: number; height: number };
      return [node.id, { x: grid(x - width / 2), y: grid(y - height / 2) }];
    }),
  );
}
