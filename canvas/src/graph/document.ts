import type { Workflow, WorkflowEdge, WorkflowInput, WorkflowNode, WorkflowSettings } from '@/api/types';

/** A text on the canvas; kept in `ui.notes` of the workflow, which the server does not interpret. */
export interface Note {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
}

/** What the editor edits. Values are never changed in place: what has not changed is the same object as before. */
export interface GraphDocument {
  name: string;
  description: string;
  tags: string[];
  nodes: WorkflowNode[];
  edges: Edge[];
  settings: WorkflowSettings;
  notes: Note[];
  /** Members of `ui` that are not ours; kept as they are. */
  otherUi: Record<string, unknown>;
}

/** An edge of the editor always has an id. */
export type Edge = WorkflowEdge & { id: string };

export interface Point {
  x: number;
  y: number;
}

/** The server's bound of `ui`, in bytes. */
export const UI_LIMIT = 4096;

export function readDocument(workflow: Workflow): GraphDocument {
  const { notes, ...otherUi } = (workflow.ui ?? {}) as { notes?: unknown };
  return {
    name: workflow.name,
    description: workflow.description ?? '',
    tags: workflow.tags,
    nodes: workflow.nodes,
    edges: workflow.edges.map((edge, index) => ({ ...edge, id: edge.id ?? `edge-${index + 1}` })),
    settings: workflow.settings,
    notes: Array.isArray(notes) ? notes.filter(isNote) : [],
    otherUi,
  };
}

/** The body of a PUT, a validation or an export. */
export function writeDocument(document: GraphDocument): WorkflowInput {
  const { name, description, tags, nodes, edges, settings, notes, otherUi } = document;
  const ui = { ...otherUi, ...(notes.length > 0 && { notes }) };
  return { name, description, tags, nodes, edges, settings, ...(Object.keys(ui).length > 0 && { ui }) };
}

/** Where a node stands. Nodes that never had a place are put into rows by {@link placeMissing}. */
export function positionOf(node: WorkflowNode): Point | undefined {
  const { x, y } = (node.ui ?? {}) as { x?: unknown; y?: unknown };
  return typeof x === 'number' && typeof y === 'number' ? { x, y } : undefined;
}

/** Whether some node has no place yet, as when the workflow was made by the API or the SDK. */
export function lacksPositions(nodes: WorkflowNode[]): boolean {
  return nodes.some((node) => positionOf(node) === undefined);
}

export function nodeLabel(node: WorkflowNode): string {
  return node.name === undefined || node.name === null || node.name === '' ? node.id : node.name;
}

/** The size in bytes of what would be stored. */
export function uiSize(ui: unknown): number {
  return new TextEncoder().encode(JSON.stringify(ui)).length;
}

function isNote(value: unknown): value is Note {
  const note = value as Note;
  return (
    typeof note === 'object' &&
    note !== null &&
    typeof note.id === 'string' &&
    typeof note.text === 'string' &&
    [note.x, note.y, note.width, note.height].every((size) => typeof size === 'number')
  );
}
