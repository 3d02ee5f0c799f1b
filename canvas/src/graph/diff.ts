import type { VersionDiff } from '@/api/types';
import type { GraphDocument } from './document';
import { toPointer } from './path';

export interface FieldChange {
  pointer: string;
  before?: unknown;
  after?: unknown;
}

/** What happened to nodes and edges, by id; for drawing on the canvas. */
export interface DiffMarks {
  nodes: Record<string, { kind: 'added' | 'removed' | 'changed'; changes: FieldChange[] }>;
  edges: Record<string, { kind: 'added' | 'removed' | 'changed'; changes: FieldChange[] }>;
}

/** What turns `a` into `b`, as the server tells it of versions; for drafts that only one side has. */
export function diffDocuments(a: GraphDocument, b: GraphDocument): Omit<VersionDiff, 'a' | 'b'> {
  return {
    nodes: diffItems(a.nodes, b.nodes) as VersionDiff['nodes'],
    edges: diffItems(a.edges, b.edges) as VersionDiff['edges'],
    settings: [
      ...diffFields(
        { name: a.name, description: a.description, tags: a.tags },
        { name: b.name, description: b.description, tags: b.tags },
        [],
      ),
      ...diffFields(a.settings, b.settings, ['settings']),
      ...diffFields(a.notes, b.notes, ['ui', 'notes']),
    ] as VersionDiff['settings'],
  };
}

/** The marks of a diff; changes of the place alone are not shown. */
export function marksOf(diff: Omit<VersionDiff, 'a' | 'b'>): DiffMarks {
  return { nodes: marks(diff.nodes), edges: marks(diff.edges) };
}

export function isEmptyDiff(diff: Omit<VersionDiff, 'a' | 'b'>): boolean {
  return (
    [diff.nodes, diff.edges].every(
      ({ added, removed, changed }) => added.length + removed.length + changed.length === 0,
    ) && diff.settings.length === 0
  );
}

interface ItemDiff<T> {
  added: T[];
  removed: T[];
  changed: { id: string; changes: FieldChange[] }[];
}

function marks(diff: {
  added: { id?: string | null }[];
  removed: { id?: string | null }[];
  changed: { id: string; changes: unknown[] }[];
}): DiffMarks['nodes'] {
  const found: DiffMarks['nodes'] = {};
  diff.added.forEach(({ id }) => (found[id ?? ''] = { kind: 'added', changes: [] }));
  diff.removed.forEach(({ id }) => (found[id ?? ''] = { kind: 'removed', changes: [] }));
  for (const { id, changes } of diff.changed) {
    const seen = (changes as FieldChange[]).filter(({ pointer }) => !/^\/ui\/[xy]$/.test(pointer));
    if (seen.length > 0) {
      found[id] = { kind: 'changed', changes: seen };
    }
  }
  return found;
}

function diffItems<T extends { id: string }>(a: readonly T[], b: readonly T[]): ItemDiff<T> {
  const before = new Map(a.map((item) => [item.id, item]));
  const after = new Map(b.map((item) => [item.id, item]));
  return {
    added: b.filter((item) => !before.has(item.id)),
    removed: a.filter((item) => !after.has(item.id)),
    changed: b.flatMap((item) => {
      const old = before.get(item.id);
      const changes = old === undefined ? [] : diffFields(old, item, []);
      return changes.length === 0 ? [] : [{ id: item.id, changes }];
    }),
  };
}

export function diffFields(before: unknown, after: unknown, path: (string | number)[]): FieldChange[] {
  if (before === after || JSON.stringify(before) === JSON.stringify(after)) {
    return [];
  }
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...names].flatMap((name) => diffFields(before[name], after[name], [...path, name]));
  }
  return [{ pointer: toPointer(path), before, after }];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
