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
  for (const node of readingOrder(nodes, edges, catalog)) {
    const handles = outputHandles(node, catalog.get(node.type)).length;
    graph.setNode(node.id, { width: NODE_WIDTH, height: nodeHeight(handles) });
  }
  for (const edge of edges) {
    if (graph.hasNode(edge.source_node_id) && graph.hasNode(edge.target_node_id)) {
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

/** Depth first from the entry nodes, branches as their handles stand: dagre keeps this order where it makes no crossing. */
function readingOrder(nodes: readonly WorkflowNode[], edges: readonly Edge[], catalog: Catalog): WorkflowNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const leaving = new Map<string, Edge[]>();
  for (const edge of edges) {
    leaving.set(edge.source_node_id, [...(leaving.get(edge.source_node_id) ?? []), edge]);
  }
  const targets = new Set(edges.map((edge) => edge.target_node_id));
  const order = new Map<string, WorkflowNode>();
  const open = nodes.filter((node) => !targets.has(node.id)).reverse();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!order.has(node.id)) {
      order.set(node.id, node);
      const handles = outputHandles(node, catalog.get(node.type));
      const rank = (edge: Edge) => handles.indexOf(edge.source_handle ?? '');
      const next = [...(leaving.get(node.id) ?? [])]
        .sort((a, b) => rank(b) - rank(a))
        .map((edge) => byId.get(edge.target_node_id));
      open.push(...next.filter((one) => one !== undefined));
    }
  }
  return [...order.values(), ...nodes.filter((node) => !order.has(node.id))];
}
