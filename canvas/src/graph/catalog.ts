import type { NodeType, WorkflowNode } from '@/api/types';
import type { JsonSchema } from './schema';
import { searchBy } from './search';

/** The node types by name. */
export type Catalog = ReadonlyMap<string, NodeType>;

export function makeCatalog(types: readonly NodeType[]): Catalog {
  return new Map(types.map((type) => [type.type, type]));
}

export const configSchema = (type: NodeType): JsonSchema => type.config_schema as JsonSchema;

/** The handle of a node that has one way out; edges name none then. */
export const ORDINARY = '';

/** Where edges may leave a node. */
export function outputHandles(node: WorkflowNode, type: NodeType | undefined): string[] {
  const handles = type === undefined || type.handles.length === 0 ? [ORDINARY] : type.handles;
  return node.on_error === 'route' ? [...handles, 'error'] : handles;
}

/** Triggers begin a workflow: nothing leads to them. */
export function hasInput(type: NodeType | undefined): boolean {
  return type?.category !== 'trigger';
}

export const CATEGORIES: { id: NodeType['category']; label: string }[] = [
  { id: 'trigger', label: 'Triggers' },
  { id: 'action', label: 'Actions' },
  { id: 'logic', label: 'Logic' },
  { id: 'data', label: 'Data' },
  { id: 'code', label: 'Code' },
  { id: 'ai', label: 'AI' },
];

/** The node types that a search finds, by category and in its order; what fits best comes first. */
export function searchTypes(types: readonly NodeType[], text: string): { label: string; types: NodeType[] }[] {
  const byName = [...types].sort((a, b) => a.name.localeCompare(b.name));
  const found = searchBy(byName, text, (type) => [type.name, `${type.type} ${type.category} ${type.description}`]);
  return CATEGORIES.map(({ id, label }) => ({ label, types: found.filter((type) => type.category === id) })).filter(
    (group) => group.types.length > 0,
  );
}
