import type { Fault, WorkflowNode } from '@/api/types';
import { configSchema, ORDINARY, outputHandles, type Catalog } from './catalog';
import type { GraphDocument } from './document';
import { uiSize, UI_LIMIT } from './document';
import { upstream } from './edit';
import { parseExpression, type NodeReference } from './expressions/parse';
import { hasTemplate, isSingleTemplate, splitTemplate } from './expressions/template';
import { toPointer } from './path';
import { schemaTypes, type JsonSchema } from './schema';

/** One thing to mend, or to think about. Warnings keep nothing from running. */
export interface Finding {
  severity: 'error' | 'warning';
  code?: string;
  message: string;
  /** JSON Pointer into the document, as the server's. */
  pointer: string;
  nodeId?: string;
  edgeId?: string;
}

/**
 * What can be said without the server, at every key press. The server's list comes a moment later and has the last word
 * ({@link mergeFindings}).
 */
export function validate(document: GraphDocument, catalog: Catalog): Finding[] {
  const findings: Finding[] = [];
  const ids = new Set(document.nodes.map((node) => node.id));
  document.nodes.forEach((node, index) => {
    const add = (path: (string | number)[], message: string, severity: Finding['severity'] = 'error', code?: string) =>
      findings.push({ severity, code, message, pointer: toPointer(['nodes', index, ...path]), nodeId: node.id });
    const type = catalog.get(node.type);
    if (type === undefined) {
      add(['type'], `There is no node type “${node.type}” here.`, 'error', 'ORC2004');
      return;
    }
    checkValue(node.config ?? {}, configSchema(type), ['config'], add);
    checkExpressions(node, configSchema(type), ids, document, add);
    checkPlace(node, document, catalog, add);
    if (uiSize(node.ui ?? {}) > UI_LIMIT) {
      add(['ui'], 'Notes and pinned data of this node are larger than 4 KiB.', 'error', 'ORC2000');
    }
  });
  document.edges.forEach((edge, index) => {
    if (typeof edge.condition === 'string' && edge.condition.trim() !== '') {
      const parsed = parseExpression(edge.condition);
      if ('fault' in parsed) {
        findings.push({
          severity: 'error',
          code: 'ORC2006',
          message: parsed.fault.message,
          pointer: toPointer(['edges', index, 'condition']),
          edgeId: edge.id,
        });
      }
    }
  });
  return findings;
}

type Add = (path: (string | number)[], message: string, severity?: Finding['severity'], code?: string) => void;

/** Checks a value against the part of JSON Schema that configs use. A template may stand for any type. */
function checkValue(value: unknown, schema: JsonSchema, path: (string | number)[], add: Add): void {
  if (typeof value === 'string' && hasTemplate(value) && isSingleTemplate(splitTemplate(value))) {
    return;
  }
  const say = (message: string) => add(path, message, 'error', 'ORC2005');
  const types = schemaTypes(schema);
  if (
    types.length > 0 &&
    !types.includes(typeOf(value)) &&
    !(typeOf(value) === 'integer' && types.includes('number'))
  ) {
    say(
      value === undefined || value === null ? 'This is needed.' : `This has to be ${types.map(article).join(' or ')}.`,
    );
    return;
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    say(`This has to be one of ${schema.enum.join(', ')}.`);
  }
  if (typeof value === 'string' && !hasTemplate(value)) {
    if (value.length < (schema.minLength ?? 0)) {
      say(value === '' ? 'This is needed.' : `This needs at least ${schema.minLength} characters.`);
    } else if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
      say('This does not have the right form.');
    }
  }
  if (typeof value === 'number') {
    checkNumber(value, schema, say);
  }
  if (Array.isArray(value) && schema.items !== undefined) {
    const { items } = schema;
    value.forEach((element, index) => checkValue(element, items, [...path, index], add));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    checkMembers(value as Record<string, unknown>, schema, path, add);
  }
}

function checkNumber(value: number, schema: JsonSchema, say: (message: string) => void): void {
  if (schema.minimum !== undefined && value < schema.minimum) {
    say(`This has to be ${schema.minimum} or more.`);
  } else if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) {
    say(`This has to be more than ${schema.exclusiveMinimum}.`);
  } else if (schema.maximum !== undefined && value > schema.maximum) {
    say(`This has to be ${schema.maximum} or less.`);
  }
}

function checkMembers(value: Record<string, unknown>, schema: JsonSchema, path: (string | number)[], add: Add): void {
  for (const name of schema.required ?? []) {
    if (value[name] === undefined) {
      add([...path, name], 'This is needed.', 'error', 'ORC2005');
    }
  }
  if (schema.oneOf !== undefined && schema.oneOf.every((one) => one.required !== undefined)) {
    const met = schema.oneOf.filter((one) => one.required?.every((name) => value[name] !== undefined));
    if (met.length !== 1) {
      add(
        path,
        `Give exactly one of ${schema.oneOf.map((one) => one.required?.join(' and ')).join(', ')}.`,
        'error',
        'ORC2005',
      );
    }
  }
  const namePattern =
    schema.propertyNames?.pattern === undefined ? undefined : new RegExp(schema.propertyNames.pattern, 'u');
  for (const [name, member] of Object.entries(value)) {
    const known = schema.properties?.[name];
    if (namePattern !== undefined && !namePattern.test(name)) {
      add(
        [...path, name],
        `“${name}” cannot be a name: letters, digits and underscores, not beginning with a digit.`,
        'error',
        'ORC2005',
      );
    } else if (known !== undefined) {
      checkValue(member, known, [...path, name], add);
    } else if (schema.additionalProperties === false) {
      add([...path, name], `This node type has no “${name}”.`, 'error', 'ORC2005');
    } else if (typeof schema.additionalProperties === 'object') {
      checkValue(member, schema.additionalProperties, [...path, name], add);
    }
  }
}

function checkExpressions(
  node: WorkflowNode,
  schema: JsonSchema,
  ids: ReadonlySet<string>,
  document: GraphDocument,
  add: Add,
): void {
  let before: ReadonlySet<string> | undefined;
  const check = (source: string, path: (string | number)[]) => {
    const parsed = parseExpression(source);
    if ('fault' in parsed) {
      add(path, parsed.fault.message, 'error', 'ORC2006');
      return;
    }
    for (const { id } of parsed.references as NodeReference[]) {
      before ??= upstream(document.edges, node.id);
      if (!ids.has(id)) {
        add(path, `There is no node “${id}”.`, 'error', 'ORC2009');
      } else if (!before.has(id)) {
        add(path, `“${id}” does not run before this node: connect them.`, 'error', 'ORC2015');
      }
    }
  };
  const walk = (value: unknown, field: JsonSchema | undefined, path: (string | number)[]) => {
    if (typeof value === 'string') {
      if (field?.format === 'orcheo-expression' && !hasTemplate(value)) {
        if (value.trim() !== '') {
          check(value, path);
        }
        return;
      }
      for (const part of hasTemplate(value) ? splitTemplate(value) : []) {
        if (part.kind === 'open') {
          add(path, 'A template is not closed: }} is missing.', 'error', 'ORC2016');
        } else if (part.kind === 'expression') {
          check(part.source, path);
        }
      }
    } else if (Array.isArray(value)) {
      value.forEach((element, index) => walk(element, field?.items, [...path, index]));
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        // Python is not ours to read, and may hold braces.
        if (!(path.length === 1 && name === 'code')) {
          walk(member, field?.properties?.[name], [...path, name]);
        }
      }
    }
  };
  walk(node.config ?? {}, schema, ['config']);
}

/** How the node stands in the graph: what is never reached, branches that lead nowhere. */
function checkPlace(node: WorkflowNode, document: GraphDocument, catalog: Catalog, add: Add): void {
  const type = catalog.get(node.type);
  const incoming = document.edges.some((edge) => edge.target_node_id === node.id);
  const outgoing = document.edges.filter((edge) => edge.source_node_id === node.id);
  const hasTrigger = document.nodes.some((one) => catalog.get(one.type)?.category === 'trigger');
  if (!incoming && type?.category !== 'trigger' && hasTrigger) {
    add([], 'Nothing leads here: the node runs at once, beside the triggers.', 'warning');
  }
  const handles = outputHandles(node, type);
  if (handles.length > 1 || handles[0] !== ORDINARY) {
    const open = handles.filter((handle) => !outgoing.some((edge) => (edge.source_handle ?? ORDINARY) === handle));
    if (open.length === handles.length) {
      add([], 'None of its branches leads anywhere.', 'warning');
    }
  }
  if (
    type !== undefined &&
    type.credential_types.length > 0 &&
    type.category === 'ai' &&
    (node.credentials_ref ?? '') === ''
  ) {
    add(['credentials_ref'], 'Most services want a credential: choose one.', 'warning');
  }
}

/** The server's faults, and our own findings where it has none about the same place. */
export function mergeFindings(local: readonly Finding[], server: readonly Fault[]): Finding[] {
  const said = new Set(server.map((fault) => fault.pointer));
  return [
    ...server.map((fault): Finding => ({
      severity: 'error',
      code: fault.code,
      message: fault.message,
      pointer: fault.pointer,
      nodeId: fault.node_id ?? undefined,
      edgeId: fault.edge_id ?? undefined,
    })),
    ...local.filter((finding) => finding.severity === 'warning' || !said.has(finding.pointer)),
  ];
}

function typeOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;
}

function article(type: string): string {
  return (
    {
      string: 'a text',
      number: 'a number',
      integer: 'a whole number',
      boolean: 'true or false',
      object: 'an object',
      array: 'a list',
      null: 'empty',
    }[type] ?? type
  );
}
