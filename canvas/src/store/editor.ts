import { create } from 'zustand';
import type { Fault, Workflow, WorkflowNode } from '@/api/types';
import type { Catalog } from '@/graph/catalog';
import { readDocument, type Edge, type GraphDocument, type Note, type Point } from '@/graph/document';
import * as edit from '@/graph/edit';
import { NOTHING_SELECTED, type Selection } from '@/graph/edit';
import { record, redo, startHistory, undo, type History } from '@/graph/history';

/** How the draft stands with the server. `conflict`: someone else saved; both sides are kept until the user has chosen. */
export type SaveState = 'saved' | 'dirty' | 'saving' | 'failed' | 'conflict';

export interface Conflict {
  theirs: GraphDocument;
  etag: string;
}

interface EditorState {
  workflowId: string;
  /** The latest finalized version; 0 for none. */
  version: number;
  catalog: Catalog;
  history: History<GraphDocument>;
  selection: Selection;
  /** The draft as the server has it, and its ETag. */
  saved: GraphDocument;
  etag: string;
  saveState: SaveState;
  saveError?: unknown;
  conflict?: Conflict;
  serverFaults: Fault[];
  /** The document that the server's faults are about. */
  serverFaultsOf?: GraphDocument;
  /** Where the user is to be taken: a finding's node and field. */
  focus?: { nodeId?: string; edgeId?: string; pointer: string; at: number };
}

interface EditorActions {
  load(workflow: Workflow, etag: string, catalog: Catalog): void;
  /** Makes a change one can undo. Changes with the same key that follow each other quickly are one step. */
  change(make: (document: GraphDocument) => GraphDocument, key?: string): void;
  undo(): void;
  redo(): void;
  select(selection: Partial<Selection>): void;
  addNode(type: string, at?: Point, connectFrom?: string): string | undefined;
  connect(source: string, target: string, handle: string): string | undefined;
  patchNode(id: string, patch: Partial<WorkflowNode>, key?: string): void;
  patchConfig(id: string, name: string, value: unknown): void;
  patchEdge(id: string, patch: Partial<Edge>): void;
  patchNote(id: string, patch: Partial<Note>): void;
  removeSelection(): void;
  goTo(place: { nodeId?: string; edgeId?: string; pointer: string }): void;
}

export type EditorStore = EditorState & EditorActions;

const EMPTY: GraphDocument = {
  name: '',
  description: '',
  tags: [],
  nodes: [],
  edges: [],
  settings: {},
  notes: [],
  otherUi: {},
};

export const useEditor = create<EditorStore>((set, get) => ({
  workflowId: '',
  version: 0,
  catalog: new Map(),
  history: startHistory(EMPTY),
  selection: NOTHING_SELECTED,
  saved: EMPTY,
  etag: '',
  saveState: 'saved',
  serverFaults: [],

  load(workflow, etag, catalog) {
    const document = readDocument(workflow);
    set({
      workflowId: workflow.id,
      version: workflow.version,
      catalog,
      history: startHistory(document),
      selection: NOTHING_SELECTED,
      saved: document,
      etag,
      saveState: 'saved',
      saveError: undefined,
      conflict: undefined,
      serverFaults: workflow.validation_errors ?? [],
      serverFaultsOf: document,
      focus: undefined,
    });
  },

  change(make, key) {
    const { history } = get();
    apply(record(history, make(history.present), Date.now(), key));
  },
  undo: () => step(undo),
  redo: () => step(redo),

  select(selection) {
    set({ selection: { ...NOTHING_SELECTED, ...selection } });
  },

  addNode(type, at, connectFrom) {
    const nodeType = get().catalog.get(type);
    if (nodeType === undefined) {
      return undefined;
    }
    const document = current(get());
    const anchor = connectFrom ?? (at === undefined ? get().selection.nodes[0] : undefined);
    const added = edit.addNode(document, nodeType, at ?? edit.freePlace(document, anchor));
    const source = document.nodes.find((node) => node.id === connectFrom);
    let next = added.document;
    if (source !== undefined && nodeType.category !== 'trigger') {
      next = edit.connect(next, source.id, added.id, freeHandle(get(), source)).document;
    }
    get().change(() => next);
    get().select({ nodes: [added.id] });
    return added.id;
  },

  connect(source, target, handle) {
    const document = current(get());
    const targetType = get().catalog.get(document.nodes.find((node) => node.id === target)?.type ?? '');
    const refusal = edit.refuseConnection(document, source, target, handle, targetType?.category === 'trigger');
    if (refusal === undefined) {
      get().change(() => edit.connect(document, source, target, handle).document);
    }
    return refusal;
  },

  patchNode: (id, patch, key) => get().change((document) => edit.patchNode(document, id, patch), key),
  patchConfig: (id, name, value) =>
    get().change((document) => edit.patchConfig(document, id, name, value), `config ${id} ${name}`),
  patchEdge: (id, patch) => get().change((document) => edit.patchEdge(document, id, patch), `edge ${id}`),
  patchNote: (id, patch) => get().change((document) => edit.patchNote(document, id, patch), `note ${id}`),

  removeSelection() {
    const { selection } = get();
    get().change((document) => edit.removeSelection(document, selection));
    set({ selection: NOTHING_SELECTED });
  },

  goTo(place) {
    set({
      focus: { ...place, at: Date.now() },
      selection: {
        ...NOTHING_SELECTED,
        ...(place.nodeId !== undefined && { nodes: [place.nodeId] }),
        ...(place.edgeId !== undefined && { edges: [place.edgeId] }),
      },
    });
  },
}));

export const current = (state: EditorState): GraphDocument => state.history.present;

/** The node that alone is selected, if one is. */
export function selectedNode(state: EditorState): WorkflowNode | undefined {
  const { nodes, edges, notes } = state.selection;
  return nodes.length === 1 && edges.length === 0 && notes.length === 0
    ? current(state).nodes.find((node) => node.id === nodes[0])
    : undefined;
}

export function selectedEdge(state: EditorState): Edge | undefined {
  const { nodes, edges, notes } = state.selection;
  return edges.length === 1 && nodes.length === 0 && notes.length === 0
    ? current(state).edges.find((edge) => edge.id === edges[0])
    : undefined;
}

function apply(history: History<GraphDocument>): void {
  const before = useEditor.getState();
  if (history === before.history) {
    return;
  }
  const dirty = history.present !== before.saved;
  useEditor.setState({
    history,
    // While a save or a conflict is open, its end decides.
    saveState:
      before.saveState === 'saving' || before.saveState === 'conflict' ? before.saveState : dirty ? 'dirty' : 'saved',
    selection: existing(before.selection, history.present),
  });
}

/** Goes a step back or forth, and selects what comes to be by it. */
function step(go: typeof undo): void {
  const before = current(useEditor.getState());
  apply(go(useEditor.getState().history));
  const after = current(useEditor.getState());
  const known = new Set(before.nodes.map((node) => node.id));
  const fresh = after.nodes.filter((node) => !known.has(node.id)).map((node) => node.id);
  if (fresh.length > 0) {
    useEditor.getState().select({ nodes: fresh });
  }
}

/** Undoing may take away what is selected. */
function existing(selection: Selection, document: GraphDocument): Selection {
  const keep = (ids: readonly string[], items: readonly { id: string }[]) => {
    const present = new Set(items.map((item) => item.id));
    return ids.every((id) => present.has(id)) ? ids : ids.filter((id) => present.has(id));
  };
  const nodes = keep(selection.nodes, document.nodes);
  const edges = keep(selection.edges, document.edges);
  const notes = keep(selection.notes, document.notes);
  return nodes === selection.nodes && edges === selection.edges && notes === selection.notes
    ? selection
    : { nodes, edges, notes };
}

/** The first handle of a node that leads nowhere yet, else its first. */
function freeHandle(state: EditorState, node: WorkflowNode): string {
  const handles = state.catalog.get(node.type)?.handles ?? [];
  const used = new Set(
    current(state)
      .edges.filter((edge) => edge.source_node_id === node.id)
      .map((edge) => edge.source_handle ?? ''),
  );
  return handles.find((handle) => !used.has(handle)) ?? handles[0] ?? '';
}
