import type { NodeType, WorkflowNode } from '@/api/types';
import { configSchema, ORDINARY } from './catalog';
import { positionOf, type Edge, type GraphDocument, type Note, type Point } from './document';
import { initialConfig } from './schema';

/** What can be selected on the canvas. Ids of nodes, edges and notes are told apart by where they stand. */
export interface Selection {
  nodes: readonly string[];
  edges: readonly string[];
  notes: readonly string[];
}

export const NOTHING_SELECTED: Selection = { nodes: [], edges: [], notes: [] };

/** The first of `base`, `base_2`, `base_3` … that is not taken. */
export function freeId(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  let id = base;
  for (let number = 2; used.has(id); number += 1) {
    id = `${base}_${number}`;
  }
  return id;
}

/** A short and legible id: it is what expressions call the node by. */
const BASES: Record<string, string> = {
  manual_trigger: 'start',
  webhook_trigger: 'webhook',
  cron_trigger: 'schedule',
  http_request: 'request',
  if_else: 'decide',
  set_variable: 'set',
  python_code: 'code',
  ai_agent: 'agent',
};

export function addNode(document: GraphDocument, type: NodeType, at: Point): { document: GraphDocument; id: string } {
  const id = freeId(
    BASES[type.type] ?? type.type,
    document.nodes.map((node) => node.id),
  );
  const node: WorkflowNode = { id, type: type.type, config: initialConfig(configSchema(type)), ui: { ...at } };
  return { document: { ...document, nodes: [...document.nodes, node] }, id };
}

/** Why two handles cannot be joined; undefined when they can. */
export function refuseConnection(
  document: GraphDocument,
  source: string,
  target: string,
  handle: string,
  targetIsTrigger: boolean,
): string | undefined {
  if (source === target) {
    return 'A node cannot lead to itself.';
  }
  if (targetIsTrigger) {
    return 'A trigger begins the workflow: nothing leads to it.';
  }
  if (
    document.edges.some(
      (edge) =>
        edge.source_node_id === source && edge.target_node_id === target && (edge.source_handle ?? ORDINARY) === handle,
    )
  ) {
    return 'They are connected already.';
  }
  return reaches(document.edges, target, source)
    ? 'This would close a circle: a workflow only goes forward.'
    : undefined;
}

export function connect(
  document: GraphDocument,
  source: string,
  target: string,
  handle: string,
): { document: GraphDocument; id: string } {
  const id = freeId(
    `${source}-${target}`.slice(0, 56),
    document.edges.map((edge) => edge.id),
  );
  const edge: Edge = {
    id,
    source_node_id: source,
    target_node_id: target,
    ...(handle !== ORDINARY && { source_handle: handle }),
  };
  return { document: { ...document, edges: [...document.edges, edge] }, id };
}

export function removeSelection(document: GraphDocument, selection: Selection): GraphDocument {
  const nodes = new Set(selection.nodes);
  const edges = new Set(selection.edges);
  const notes = new Set(selection.notes);
  return {
    ...document,
    nodes: document.nodes.filter((node) => !nodes.has(node.id)),
    edges: document.edges.filter(
      (edge) => !edges.has(edge.id) && !nodes.has(edge.source_node_id) && !nodes.has(edge.target_node_id),
    ),
    notes: document.notes.filter((note) => !notes.has(note.id)),
  };
}

/** Puts nodes and notes where `places` says; the others stay the same objects. */
export function move(document: GraphDocument, places: ReadonlyMap<string, Point>): GraphDocument {
  const round = ({ x, y }: Point) => ({ x: Math.round(x), y: Math.round(y) });
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const to = places.get(node.id);
      return to === undefined ? node : { ...node, ui: { ...node.ui, ...round(to) } };
    }),
    notes: document.notes.map((note) => {
      const to = places.get(note.id);
      return to === undefined ? note : { ...note, ...round(to) };
    }),
  };
}

/** Changes members of a node; undefined removes one. */
export function patchNode(document: GraphDocument, id: string, patch: Partial<WorkflowNode>): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) =>
      node.id === id ? (withoutUndefined({ ...node, ...patch }) as WorkflowNode) : node,
    ),
    // The `error` handle goes with `on_error: route`, and its edges with it.
    edges:
      'on_error' in patch && patch.on_error !== 'route'
        ? document.edges.filter((edge) => edge.source_node_id !== id || edge.source_handle !== 'error')
        : document.edges,
  };
}

export function patchConfig(document: GraphDocument, id: string, name: string, value: unknown): GraphDocument {
  const node = document.nodes.find((one) => one.id === id);
  return node === undefined
    ? document
    : patchNode(document, id, { config: withoutUndefined({ ...node.config, [name]: value }) });
}

export function patchEdge(document: GraphDocument, id: string, patch: Partial<Edge>): GraphDocument {
  return {
    ...document,
    edges: document.edges.map((edge) => (edge.id === id ? (withoutUndefined({ ...edge, ...patch }) as Edge) : edge)),
  };
}

export function addNote(document: GraphDocument, at: Point): { document: GraphDocument; id: string } {
  const id = freeId(
    'note',
    document.notes.map((note) => note.id),
  );
  const note: Note = { id, x: Math.round(at.x), y: Math.round(at.y), width: 220, height: 100, text: '' };
  return { document: { ...document, notes: [...document.notes, note] }, id };
}

export function patchNote(document: GraphDocument, id: string, patch: Partial<Note>): GraphDocument {
  return { ...document, notes: document.notes.map((note) => (note.id === id ? { ...note, ...patch } : note)) };
}

/** Gives a node another id, in its edges and in every expression that names it. */
export function renameNode(document: GraphDocument, from: string, to: string): GraphDocument {
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const config = renameReferences(node.config ?? {}, new Map([[from, to]])) as Record<string, unknown>;
      return { ...node, id: node.id === from ? to : node.id, ...(node.config !== undefined && { config }) };
    }),
    edges: document.edges.map((edge) => ({
      ...edge,
      source_node_id: edge.source_node_id === from ? to : edge.source_node_id,
      target_node_id: edge.target_node_id === from ? to : edge.target_node_id,
      ...(typeof edge.condition === 'string' && {
        condition: renameReferences(edge.condition, new Map([[from, to]])) as string,
      }),
    })),
  };
}

const REFERENCE = /\bnodes(\s*\??\.\s*([A-Za-z_$][\w$]*)|\s*(?:\?\.)?\[\s*(["'])([A-Za-z0-9_-]+)\3\s*\])/g;

/** Rewrites `nodes.<id>` in every string of a value. */
export function renameReferences(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replace(
      REFERENCE,
      (whole: string, _: string, dotted: string | undefined, __: string | undefined, quoted: string | undefined) => {
        const to = ids.get(dotted ?? quoted ?? '');
        return to === undefined ? whole : /^[A-Za-z_$][\w$]*$/.test(to) ? `nodes.${to}` : `nodes["${to}"]`;
      },
    );
  }
  if (Array.isArray(value)) {
    return value.map((element) => renameReferences(element, ids));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, renameReferences(member, ids)]));
  }
  return value;
}

/** The ids of everything from which `id` can be reached. */
export function upstream(edges: readonly Edge[], id: string): Set<string> {
  const sources = new Map<string, string[]>();
  for (const edge of edges) {
    sources.set(edge.target_node_id, [...(sources.get(edge.target_node_id) ?? []), edge.source_node_id]);
  }
  const found = new Set<string>();
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const source of sources.get(next) ?? []) {
      if (!found.has(source)) {
        found.add(source);
        open.push(source);
      }
    }
  }
  return found;
}

/** A place for a new node: right of `anchor`, or of everything, where nothing stands yet. */
export function freePlace(document: GraphDocument, anchor: string | undefined): Point {
  const places = document.nodes.map((node) => positionOf(node) ?? { x: 0, y: 0 });
  const beside = document.nodes.find((node) => node.id === anchor);
  const from =
    beside === undefined
      ? { x: Math.max(0, ...places.map(({ x }) => x + 280)), y: places.at(-1)?.y ?? 0 }
      : positionOf(beside);
  const at = { x: (from?.x ?? 0) + (beside === undefined ? 0 : 280), y: from?.y ?? 0 };
  while (places.some(({ x, y }) => Math.abs(x - at.x) < 220 && Math.abs(y - at.y) < 90)) {
    at.y += 120;
  }
  return at;
}

function reaches(edges: readonly Edge[], from: string, to: string): boolean {
  return upstream(edges, to).has(from);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
