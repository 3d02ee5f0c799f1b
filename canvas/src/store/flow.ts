import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Catalog } from '@/graph/catalog';
import type { DiffMarks } from '@/graph/diff';
import type { NodeRun } from '@/graph/runState';

/** What is drawn on top of a graph. Nodes and edges read their own part only, so that a change renders what it concerns. */
export interface FlowDecorations {
  catalog: Catalog;
  runs: Record<string, NodeRun>;
  /** Edges that a run went along; undefined while there is no run to show. */
  taken?: Record<string, boolean>;
  findings: Record<string, { severity: 'error' | 'warning'; text: string; count: number }>;
  diff?: DiffMarks;
  pinned: Record<string, true>;
}

export type FlowStore = StoreApi<FlowDecorations>;

/** One for each graph on the screen; given to it by `FlowProvider`. */
export function createFlowStore(catalog: Catalog = new Map()): FlowStore {
  return createStore<FlowDecorations>(() => ({ catalog, runs: {}, findings: {}, pinned: {} }));
}
