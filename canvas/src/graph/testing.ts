import type { NodeType, WorkflowNode } from '@/api/types';
import { makeCatalog } from './catalog';
import type { Edge, GraphDocument } from './document';

/** What the unit tests build graphs from. */
export function nodeType(type: string, change: Partial<NodeType> = {}): NodeType {
  return {
    type,
    version: 1,
    name: type,
    category: 'action',
    description: '',
    config_schema: { type: 'object' },
    output_schema: true,
    handles: [],
    credential_types: [],
    default_timeout_seconds: 60,
    effect: 'pure',
    ...change,
  };
}

export const CATALOG = makeCatalog([
  nodeType('manual_trigger', {
    category: 'trigger',
    config_schema: { type: 'object', properties: {}, additionalProperties: false },
  }),
  nodeType('http_request', {
    effect: 'unsafe',
    config_schema: {
      type: 'object',
      properties: {
        method: { type: 'string', enum: ['GET', 'POST'], default: 'GET' },
        url: { type: 'string', minLength: 1 },
        timeout_seconds: { type: 'number', exclusiveMinimum: 0 },
        headers: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
      },
      required: ['url'],
      additionalProperties: false,
    },
  }),
  nodeType('if_else', {
    category: 'logic',
    handles: ['true', 'false'],
    config_schema: {
      type: 'object',
      properties: { condition: { type: 'string', format: 'orcheo-expression', minLength: 1 } },
      required: ['condition'],
      additionalProperties: false,
    },
  }),
  nodeType('set_variable', {
    category: 'data',
    config_schema: {
      type: 'object',
      properties: { values: { type: 'object', propertyNames: { pattern: '^[A-Za-z_]\\w*$' } } },
      required: ['values'],
    },
  }),
]);

export const node = (id: string, type = 'http_request', change: Partial<WorkflowNode> = {}): WorkflowNode => ({
  id,
  type,
  config: type === 'http_request' ? { url: 'http://x' } : {},
  ui: { x: 0, y: 0 },
  ...change,
});

export const edge = (from: string, to: string, change: Partial<Edge> = {}): Edge => ({
  id: `${from}-${to}`,
  source_node_id: from,
  target_node_id: to,
  ...change,
});

export const graph = (
  nodes: WorkflowNode[],
  edges: Edge[] = [],
  change: Partial<GraphDocument> = {},
): GraphDocument => ({
  name: 'Test',
  description: '',
  tags: [],
  nodes,
  edges,
  settings: {},
  notes: [],
  otherUi: {},
  ...change,
});
