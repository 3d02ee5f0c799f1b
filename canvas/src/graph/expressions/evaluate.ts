import type { AnyNode, Expression } from 'acorn';
import {
  CONSTANTS,
  FUNCTIONS,
  LIST_METHODS,
  NAMESPACES,
  NUMBER_METHODS,
  OBJECT_METHODS,
  PATTERN_METHODS,
  ROOTS,
  STRING_METHODS,
} from './language';
import { parseExpression } from './parse';
import { isSingleTemplate, splitTemplate } from './template';

/** What an expression sees. */
export type Scope = Record<string, unknown>;

export type Preview = { value: unknown } | { error: string };

/** So many steps and no more: the preview is computed on every key press, in the page. */
const BUDGET = 20_000;
const MAX_TEXT = 200_000;

class Stop extends Error {}

/**
 * Computes an expression by walking its tree. Only own members of plain data and the methods of the language are reached, and no
 * function but those of the language is called: a workflow that comes from elsewhere can do nothing here but compute.
 */
export function evaluateExpression(source: string, scope: Scope): Preview {
  const parsed = parseExpression(source);
  if ('fault' in parsed) {
    return { error: parsed.fault.message };
  }
  return attempt(() => new Evaluation(scope).run(parsed.tree));
}

/** Computes a string with templates, as the server will: one template keeps its type, otherwise texts are joined. */
export function evaluateTemplate(text: string, scope: Scope): Preview {
  const parts = splitTemplate(text);
  if (parts.some((part) => part.kind === 'open')) {
    return { error: 'A template is not closed: }} is missing.' };
  }
  const single = isSingleTemplate(parts);
  let joined = '';
  for (const part of parts) {
    if (part.kind === 'text') {
      joined += part.text;
    } else if (part.kind === 'expression') {
      const result = evaluateExpression(part.source, scope);
      if ('error' in result || single) {
        return result;
      }
      joined += asText(result.value);
    }
  }
  return { value: joined };
}

function attempt(compute: () => unknown): Preview {
  try {
    const value = compute();
    return typeof value === 'function' ? { error: 'The value is a function. Call it.' } : { value };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function asText(value: unknown): string {
  return value === null || value === undefined
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as string);
}

type Callable = (...args: unknown[]) => unknown;

class Evaluation {
  private left = BUDGET;

  constructor(private readonly scope: Scope) {}

  run(tree: Expression): unknown {
    return this.value(tree, {});
  }

  private value(node: AnyNode, names: Scope): unknown {
    if ((this.left -= 1) < 0) {
      throw new Stop('Too much to compute for a preview. The run has more room.');
    }
    switch (node.type) {
      case 'Literal':
        return 'regex' in node && node.regex !== undefined && node.regex !== null
          ? new RegExp(node.regex.pattern, node.regex.flags)
          : node.value;
      case 'Identifier':
        return this.identifier(node.name, names);
      case 'ParenthesizedExpression':
        return this.value(node.expression, names);
      case 'ChainExpression':
        return this.chain(node.expression, names).value;
      case 'MemberExpression':
      case 'CallExpression':
        return this.chain(node, names).value;
      case 'TemplateLiteral':
        return this.bounded(
          node.quasis.reduce((text, quasi, index) => {
            const between = node.expressions[index - 1];
            return (
              text +
              (between === undefined ? '' : String(this.value(between, names) as string)) +
              (quasi.value.cooked ?? '')
            );
          }, ''),
        );
      case 'ArrayExpression':
        return node.elements.flatMap((element) =>
          element === null
            ? [undefined]
            : element.type === 'SpreadElement'
              ? [...(this.value(element.argument, names) as Iterable<unknown>)]
              : [this.value(element, names)],
        );
      case 'ObjectExpression':
        return this.object(node, names);
      case 'UnaryExpression':
        return unary(node.operator, this.value(node.argument, names));
      case 'BinaryExpression':
        return this.bounded(
          binary(node.operator, this.value(node.left as AnyNode, names), this.value(node.right, names)),
        );
      case 'LogicalExpression':
        return this.logical(node, names);
      case 'ConditionalExpression':
        return this.value(this.value(node.test, names) ? node.consequent : node.alternate, names);
      case 'ArrowFunctionExpression':
        return (...args: unknown[]) =>
          this.value(
            node.body,
            bind(node.params, args, names, (inner, scope) => this.value(inner, scope)),
          );
      default:
        throw new Stop('This is not part of the language.');
    }
  }

  private identifier(name: string, names: Scope): unknown {
    if (Object.hasOwn(names, name)) {
      return names[name];
    }
    if (ROOTS.has(name)) {
      return this.scope[name];
    }
    if (Object.hasOwn(CONSTANTS, name)) {
      return CONSTANTS[name];
    }
    if (Object.hasOwn(FUNCTIONS, name)) {
      return FUNCTIONS[name];
    }
    throw new Stop(`There is no “${name}”.`);
  }

  /** A member or a call; `stopped` says that a `?.` has ended the chain. */
  private chain(node: AnyNode, names: Scope): { value: unknown; stopped: boolean } {
    if (node.type === 'ChainExpression') {
      return { value: this.chain(node.expression, names).value, stopped: false };
    }
    if (node.type === 'MemberExpression') {
      const object = this.objectOf(node.object, names);
      if (object.stopped || (node.optional && isNothing(object.value))) {
        return { value: undefined, stopped: true };
      }
      return { value: member(object.value, this.memberName(node, names)), stopped: false };
    }
    if (node.type === 'CallExpression') {
      return this.call(node, names);
    }
    return { value: this.value(node, names), stopped: false };
  }

  private call(node: AnyNode & { type: 'CallExpression' }, names: Scope): { value: unknown; stopped: boolean } {
    const callee = node.callee as AnyNode;
    if (callee.type !== 'MemberExpression') {
      const target = this.value(callee, names);
      if (callee.type !== 'Identifier' || !Object.hasOwn(FUNCTIONS, callee.name) || Object.hasOwn(names, callee.name)) {
        throw new Stop('Only the functions of the language can be called.');
      }
      return { value: (target as Callable)(...this.args(node.arguments, names)), stopped: false };
    }
    if (
      callee.object.type === 'Identifier' &&
      Object.hasOwn(NAMESPACES, callee.object.name) &&
      !Object.hasOwn(names, callee.object.name)
    ) {
      const target = NAMESPACES[callee.object.name]?.[this.memberName(callee, names)];
      if (typeof target !== 'function') {
        throw new Stop(`${callee.object.name} has no such function.`);
      }
      return {
        value: this.bounded((target as Callable)(...this.counted(this.args(node.arguments, names)))),
        stopped: false,
      };
    }
    const object = this.objectOf(callee.object, names);
    if (object.stopped || (callee.optional && isNothing(object.value))) {
      return { value: undefined, stopped: true };
    }
    return {
      value: this.bounded(
        invoke(object.value, this.memberName(callee, names), this.counted(this.args(node.arguments, names))),
      ),
      stopped: false,
    };
  }

  private objectOf(node: AnyNode, names: Scope): { value: unknown; stopped: boolean } {
    if (node.type === 'Identifier' && Object.hasOwn(NAMESPACES, node.name) && !Object.hasOwn(names, node.name)) {
      return { value: NAMESPACES[node.name], stopped: false };
    }
    return this.chain(node, names);
  }

  private memberName(node: AnyNode & { type: 'MemberExpression' }, names: Scope): string {
    return node.computed
      ? String(this.value(node.property, names) as string)
      : (node.property as { name: string }).name;
  }

  private args(nodes: AnyNode[], names: Scope): unknown[] {
    return nodes.flatMap((node) =>
      node.type === 'SpreadElement'
        ? [...(this.value(node.argument, names) as Iterable<unknown>)]
        : [this.value(node, names)],
    );
  }

  /** Long lists count for what they hold. */
  private counted(args: unknown[]): unknown[] {
    this.left -= args.length;
    return args;
  }

  private object(node: AnyNode & { type: 'ObjectExpression' }, names: Scope): Record<string, unknown> {
    const made: Record<string, unknown> = {};
    for (const property of node.properties) {
      if (property.type === 'SpreadElement') {
        Object.assign(made, this.value(property.argument, names));
      } else {
        const key = property.computed
          ? String(this.value(property.key, names) as string)
          : property.key.type === 'Identifier'
            ? property.key.name
            : String((property.key as { value: unknown }).value as string);
        Object.defineProperty(made, key, {
          value: this.value(property.value, names),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
    return made;
  }

  private logical(node: AnyNode & { type: 'LogicalExpression' }, names: Scope): unknown {
    const left = this.value(node.left, names);
    const decided = node.operator === '&&' ? !left : node.operator === '||' ? Boolean(left) : !isNothing(left);
    return decided ? left : this.value(node.right, names);
  }

  private bounded<T>(value: T): T {
    if (typeof value === 'string' && value.length > MAX_TEXT) {
      throw new Stop('The text is too long for a preview.');
    }
    if (Array.isArray(value)) {
      this.left -= value.length / 16;
    }
    return value;
  }
}

const isNothing = (value: unknown) => value === null || value === undefined;

function member(object: unknown, name: string): unknown {
  if (isNothing(object)) {
    throw new Stop(`Cannot read “${name}” of ${String(object as unknown)}. Write ?. where it may be missing.`);
  }
  if (typeof object === 'string' || Array.isArray(object)) {
    return name === 'length' || /^\d+$/.test(name) ? (object as unknown as Record<string, unknown>)[name] : undefined;
  }
  return typeof object === 'object' && object !== null && Object.hasOwn(object, name)
    ? (object as Record<string, unknown>)[name]
    : undefined;
}

function invoke(object: unknown, name: string, args: unknown[]): unknown {
  if (isNothing(object)) {
    throw new Stop(`Cannot call “${name}” of ${String(object as unknown)}. Write ?. where it may be missing.`);
  }
  const methods =
    typeof object === 'string'
      ? STRING_METHODS
      : typeof object === 'number'
        ? NUMBER_METHODS
        : Array.isArray(object)
          ? LIST_METHODS
          : object instanceof RegExp
            ? PATTERN_METHODS
            : OBJECT_METHODS;
  if (!methods.has(name)) {
    throw new Stop(`“${name}” is no function here.`);
  }
  if ((name === 'repeat' || name.startsWith('pad')) && Number(args[0]) > MAX_TEXT) {
    throw new Stop('The text is too long for a preview.');
  }
  // Values do not change: what would sort or turn a list in place does so with a copy.
  const self: unknown = name === 'sort' || name === 'reverse' ? [...(object as unknown[])] : object;
  const result: unknown = ((self as Record<string, Callable>)[name] as Callable).apply(self, args);
  return typeof result === 'object' && result !== null && Symbol.iterator in result && !Array.isArray(result)
    ? [...(result as Iterable<unknown>)]
    : result;
}

function unary(operator: string, value: unknown): unknown {
  switch (operator) {
    case '-':
      return -(value as number);
    case '+':
      return Number(value);
    case '!':
      return !value;
    case '~':
      return ~(value as number);
    case 'typeof':
      return typeof value;
    default:
      throw new Stop(`“${operator}” is not part of the language.`);
  }
}

const OPERATORS: Record<string, (left: never, right: never) => unknown> = {
  '+': (a: number, b: number) => a + b,
  '-': (a: number, b: number) => a - b,
  '*': (a: number, b: number) => a * b,
  '/': (a: number, b: number) => a / b,
  '%': (a: number, b: number) => a % b,
  '**': (a: number, b: number) => a ** b,

  '==': (a: unknown, b: unknown) => a == b,

  '!=': (a: unknown, b: unknown) => a != b,
  '===': (a: unknown, b: unknown) => a === b,
  '!==': (a: unknown, b: unknown) => a !== b,
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
  '&': (a: number, b: number) => a & b,
  '|': (a: number, b: number) => a | b,
  '^': (a: number, b: number) => a ^ b,
  '<<': (a: number, b: number) => a << b,
  '>>': (a: number, b: number) => a >> b,
  '>>>': (a: number, b: number) => a >>> b,
  in: (a: string, b: object) => Object.hasOwn(b, a),
};

function binary(operator: string, left: unknown, right: unknown): unknown {
  const compute = OPERATORS[operator];
  if (compute === undefined) {
    throw new Stop(`“${operator}” is not part of the language.`);
  }
  return compute(left as never, right as never);
}

/** The names that an arrow function's parameters give to its arguments. */
function bind(
  parameters: AnyNode[],
  args: unknown[],
  outer: Scope,
  evaluate: (node: AnyNode, names: Scope) => unknown,
): Scope {
  const names: Scope = { ...outer };
  parameters.forEach((parameter, index) => {
    if (parameter.type === 'RestElement') {
      assign(parameter.argument, args.slice(index));
    } else {
      assign(parameter, args[index]);
    }
  });
  return names;

  function assign(pattern: AnyNode, value: unknown): void {
    if (pattern.type === 'Identifier') {
      names[pattern.name] = value;
    } else if (pattern.type === 'AssignmentPattern') {
      assign(pattern.left, value === undefined ? evaluate(pattern.right, names) : value);
    } else if (pattern.type === 'ArrayPattern') {
      pattern.elements.forEach((element, index) => element !== null && assign(element, member(value, String(index))));
    } else if (pattern.type === 'ObjectPattern') {
      pattern.properties.forEach((property) => {
        if (property.type === 'Property' && property.key.type === 'Identifier') {
          assign(property.value, member(value, property.key.name));
        }
      });
    }
  }
}
