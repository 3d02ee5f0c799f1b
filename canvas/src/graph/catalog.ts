import type { NodeType, WorkflowNode } from '@/api/types';
import type { JsonSchema } from './schema';

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

/** The node types that a search finds, by category and in its order; those whose name begins with the words come first. */
export function searchTypes(types: readonly NodeType[], text: string): { label: string; types: NodeType[] }[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = types.filter((type) => {
    const said = `${type.name} ${type.type} ${type.category} ${type.description}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
  const rank = (type: NodeType) => (type.name.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return CATEGORIES.map(({ id, label }) => ({
    label,
    types: found
      .filter((type) => type.category === id)
      .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name)),
  })).filter((group) => group.types.length > 0);
}
