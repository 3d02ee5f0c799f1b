import { parseExpressionAt, type AnyNode, type Expression } from 'acorn';
import { CONSTANTS, FUNCTIONS, NAMESPACES, ROOTS } from './language';

export interface ExpressionFault {
  message: string;
  /** Offset into the expression. */
  start: number;
  end: number;
}

/** `nodes.<id>` in an expression, with its place. */
export interface NodeReference {
  id: string;
  start: number;
  end: number;
}

export type Parsed = { tree: Expression; references: NodeReference[] } | { fault: ExpressionFault };

const REFUSED: Record<string, string> = {
  AssignmentExpression: 'Nothing can be assigned here. Use a Set variable node.',
  UpdateExpression: 'Nothing can be assigned here. Use a Set variable node.',
  NewExpression: '“new” is not part of the language.',
  ThisExpression: '“this” is not part of the language.',
  FunctionExpression: 'Write an arrow function, such as x => x.name.',
  ClassExpression: 'Classes are not part of the language.',
  AwaitExpression: '“await” is not part of the language.',
  YieldExpression: '“yield” is not part of the language.',
  ImportExpression: '“import” is not part of the language.',
  TaggedTemplateExpression: 'Tagged templates are not part of the language.',
  SequenceExpression: 'An expression has one value: the comma is not part of the language.',
  Super: '“super” is not part of the language.',
  MetaProperty: '“import.meta” is not part of the language.',
};

/** Parses one expression, and refuses what the language does not have. The server's own check is the one that counts. */
export function parseExpression(source: string): Parsed {
  if (source.trim() === '') {
    return { fault: { message: 'An expression is missing.', start: 0, end: source.length } };
  }
  let tree: Expression;
  try {
    tree = parseExpressionAt(source, 0, { ecmaVersion: 2023 });
    const rest = source.slice(tree.end);
    // Closing brackets around the whole are not part of the node that acorn gives.
    if (/[^\s)]/.test(rest)) {
      const start = tree.end + rest.search(/[^\s)]/);
      return { fault: { message: 'This does not belong to the expression.', start, end: source.length } };
    }
  } catch (error) {
    const at = Math.min((error as { pos?: number }).pos ?? 0, source.length);
    const message = (error as Error).message.replace(/ \(\d+:\d+\)$/, '');
    const what = at >= source.length ? 'The expression ends too early.' : `${message}.`;
    return {
      fault: {
        message: what,
        start: Math.min(at, Math.max(0, source.length - 1)),
        end: Math.max(at + 1, source.length),
      },
    };
  }
  const references: NodeReference[] = [];
  const fault = inspect(tree, new Set(), references);
  return fault === undefined ? { tree, references } : { fault };
}

function inspect(node: AnyNode, names: ReadonlySet<string>, references: NodeReference[]): ExpressionFault | undefined {
  const refused = REFUSED[node.type];
  if (refused !== undefined) {
    return { message: refused, start: node.start, end: node.end };
  }
  if (node.type === 'Identifier') {
    return known(node.name, names)
      ? undefined
      : {
          message: `There is no “${node.name}”. An expression sees input, trigger, state, nodes and execution.`,
          start: node.start,
          end: node.end,
        };
  }
  if (node.type === 'ArrowFunctionExpression') {
    if (node.body.type === 'BlockStatement') {
      return {
        message: 'The body of an arrow function is one expression, without braces.',
        start: node.body.start,
        end: node.body.end,
      };
    }
    const inner = new Set(names);
    node.params.forEach((parameter) => collectNames(parameter, inner));
    return inspect(node.body, inner, references);
  }
  if (node.type === 'MemberExpression') {
    noteReference(node, names, references);
    return (
      inspect(node.object, names, references) ?? (node.computed ? inspect(node.property, names, references) : undefined)
    );
  }
  if (node.type === 'Property') {
    return (node.computed ? inspect(node.key, names, references) : undefined) ?? inspect(node.value, names, references);
  }
  for (const child of children(node)) {
    const fault = inspect(child, names, references);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}

function noteReference(
  node: AnyNode & { type: 'MemberExpression' },
  names: ReadonlySet<string>,
  references: NodeReference[],
): void {
  if (node.object.type !== 'Identifier' || node.object.name !== 'nodes' || names.has('nodes')) {
    return;
  }
  const { property } = node;
  const id =
    !node.computed && property.type === 'Identifier'
      ? property.name
      : property.type === 'Literal'
        ? String(property.value)
        : undefined;
  if (id !== undefined) {
    references.push({ id, start: property.start, end: property.end });
  }
}

function known(name: string, names: ReadonlySet<string>): boolean {
  return (
    names.has(name) ||
    ROOTS.has(name) ||
    Object.hasOwn(NAMESPACES, name) ||
    Object.hasOwn(FUNCTIONS, name) ||
    Object.hasOwn(CONSTANTS, name)
  );
}

function collectNames(node: AnyNode, into: Set<string>): void {
  if (node.type === 'Identifier') {
    into.add(node.name);
  } else if (node.type === 'Property') {
    collectNames(node.value, into);
  } else {
    children(node).forEach((child) => collectNames(child, into));
  }
}

function children(node: AnyNode): AnyNode[] {
  return Object.values(node)
    .flat()
    .filter(
      (value: unknown): value is AnyNode =>
        typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string',
    );
}
