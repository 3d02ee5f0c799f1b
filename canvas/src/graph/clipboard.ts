import type { WorkflowNode } from '@/api/types';
import { positionOf, type Edge, type GraphDocument, type Note, type Point } from './document';
import { freeId, NOTHING_SELECTED, renameReferences, type Selection } from './edit';

/** What is on the clipboard: JSON that other workflows, tabs and text editors can take. */
interface Clip {
  orcheo: 'nodes';
  nodes: WorkflowNode[];
  edges: Edge[];
  notes: Note[];
}

/** The selected nodes and notes, with the edges between them. */
export function copy(document: GraphDocument, selection: Selection): string {
  const ids = new Set(selection.nodes);
  const clip: Clip = {
    orcheo: 'nodes',
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter((edge) => ids.has(edge.source_node_id) && ids.has(edge.target_node_id)),
    notes: document.notes.filter((note) => selection.notes.includes(note.id)),
  };
  return JSON.stringify(clip, null, 2);
}

/** Reads what {@link copy} wrote, or a whole workflow as it is exported; undefined for any other text. */
export function readClip(text: string): Clip | undefined {
  let value: Partial<Clip> | null;
  try {
    value = JSON.parse(text) as Partial<Clip> | null;
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !Array.isArray(value.nodes) || !value.nodes.every(isNode)) {
    return undefined;
  }
  const edges = (Array.isArray(value.edges) ? value.edges : []).filter(
    (edge) => typeof edge.source_node_id === 'string' && typeof edge.target_node_id === 'string',
  );
  return { orcheo: 'nodes', nodes: value.nodes, edges, notes: Array.isArray(value.notes) ? value.notes : [] };
}

/**
 * Adds what was copied. Ids that are taken get new ones, and expressions among the pasted nodes follow; `at` is where the upper left
 * corner goes, a step aside from the original without it.
 */
export function paste(
  document: GraphDocument,
  clip: Clip,
  at?: Point,
): { document: GraphDocument; selection: Selection } {
  const offset = offsetOf(clip, at);
  const taken = new Set(document.nodes.map((node) => node.id));
  const ids = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = freeId(node.id, taken);
    taken.add(id);
    ids.set(node.id, id);
  }
  const changed = new Map([...ids].filter(([from, to]) => from !== to));
  const nodes = clip.nodes.map((node) => {
    const place = positionOf(node) ?? { x: 0, y: 0 };
    return {
      ...node,
      id: ids.get(node.id) ?? node.id,
      ...(node.config !== undefined && { config: renameReferences(node.config, changed) as Record<string, unknown> }),
      ui: { ...node.ui, x: place.x + offset.x, y: place.y + offset.y },
    };
  });
  const edgeIds = new Set(document.edges.map((edge) => edge.id));
  const edges = clip.edges.flatMap((edge) => {
    const source = ids.get(edge.source_node_id);
    const target = ids.get(edge.target_node_id);
    if (source === undefined || target === undefined) {
      return [];
    }
    const id = freeId(`${source}-${target}`.slice(0, 56), edgeIds);
    edgeIds.add(id);
    const condition =
      typeof edge.condition === 'string' ? { condition: renameReferences(edge.condition, changed) as string } : {};
    return [{ ...edge, ...condition, id, source_node_id: source, target_node_id: target }];
  });
  const noteIds = new Set(document.notes.map((note) => note.id));
  const notes = clip.notes.map((note) => {
    const id = freeId(note.id, noteIds);
    noteIds.add(id);
    return { ...note, id, x: note.x + offset.x, y: note.y + offset.y };
  });
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...nodes],
      edges: [...document.edges, ...edges],
      notes: [...document.notes, ...notes],
    },
    selection: { ...NOTHING_SELECTED, nodes: nodes.map((node) => node.id), notes: notes.map((note) => note.id) },
  };
}

const STEP = 40;

function offsetOf(clip: Clip, at: Point | undefined): Point {
  const places = [...clip.nodes.map((node) => positionOf(node) ?? { x: 0, y: 0 }), ...clip.notes];
  if (at === undefined || places.length === 0) {
    return { x: STEP, y: STEP };
  }
  return {
    x: Math.round(at.x - Math.min(...places.map(({ x }) => x))),
    y: Math.round(at.y - Math.min(...places.map(({ y }) => y))),
  };
}

function isNode(value: unknown): value is WorkflowNode {
  const node = value as WorkflowNode;
  return typeof node === 'object' && node !== null && typeof node.id === 'string' && typeof node.type === 'string';
}
