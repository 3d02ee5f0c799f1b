import { childPath, IDENTIFIER } from '../path';
import { FUNCTIONS, LIST_METHODS, NAMESPACES, NUMBER_METHODS, ROOTS, STRING_METHODS } from './language';
import { evaluateExpression, type Scope } from './evaluate';

export interface Completion {
  label: string;
  /** What is written; may replace the dot before it, as in `nodes["my-id"]`. */
  apply: string;
  kind: 'data' | 'method' | 'function' | 'root';
  /** The value that the last run gave, or what it is. */
  detail?: string;
}

export interface Completions {
  /** Offset into the expression where the replaced text begins. */
  from: number;
  options: Completion[];
}

const ROOT_DETAILS: Record<string, string> = {
  input: 'what the execution was started with',
  trigger: 'what started it',
  state: 'variables that were set',
  nodes: 'outputs of nodes before this one',
  execution: 'this execution',
};
const BRACKETS = /\[(?:\d+|"[^"\\]*")\]$/;

/** What may be written at the end of `before`, the expression up to the caret, given what the last run knows. */
export function completeExpression(before: string, scope: Scope): Completions | undefined {
  if (inString(before)) {
    return undefined;
  }
  const path = pathBefore(before);
  const dot = Math.max(path.lastIndexOf('.'), -1);
  const word = /[A-Za-z_$][\w$]*$/.exec(path)?.[0] ?? '';
  if (dot < 0 || dot < path.length - word.length - 1) {
    return { from: before.length - word.length, options: roots() };
  }
  const optional = path.charAt(dot - 1) === '?';
  const object = path.slice(0, optional ? dot - 1 : dot);
  const from = before.length - word.length;
  if (object in NAMESPACES) {
    const members = Object.keys(NAMESPACES[object] ?? {});
    return { from, options: members.map((name) => ({ label: name, apply: name, kind: 'function' })) };
  }
  const result = object.includes(')') ? undefined : evaluateExpression(object, scope);
  return result === undefined || 'error' in result ? undefined : { from, options: members(result.value) };
}

/** The members that lead to the end of a text: `a?.b["c"][0].d`. Read backwards, in one pass. */
function pathBefore(text: string): string {
  let at = text.length;
  while (at > 0) {
    const sign = text.charAt(at - 1);
    if (/[\w$.)]/.test(sign) || (sign === '?' && text.charAt(at) === '.')) {
      at -= 1;
    } else if (sign === ']') {
      const brackets = BRACKETS.exec(text.slice(0, at))?.[0].length;
      if (brackets === undefined) {
        break;
      }
      at -= brackets;
    } else {
      break;
    }
  }
  return text.slice(at);
}

function roots(): Completion[] {
  return [
    ...[...ROOTS]
      .filter((name) => name in ROOT_DETAILS)
      .map((name): Completion => ({ label: name, apply: name, kind: 'root', detail: ROOT_DETAILS[name] })),
    ...Object.keys(NAMESPACES).map((name): Completion => ({ label: name, apply: name, kind: 'function' })),
    ...Object.keys(FUNCTIONS)
      .filter((name) => !(name in NAMESPACES))
      .map((name): Completion => ({ label: name, apply: name, kind: 'function' })),
  ];
}

function members(value: unknown): Completion[] {
  if (typeof value === 'string') {
    return methods(STRING_METHODS, 'length');
  }
  if (typeof value === 'number') {
    return methods(NUMBER_METHODS);
  }
  if (Array.isArray(value)) {
    return methods(LIST_METHODS, 'length');
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).map(([name, child]) => ({
    label: name,
    // A name that is no identifier is written in brackets, in the dot's place; the editor removes the dot.
    apply: IDENTIFIER.test(name) ? name : childPath('_', name, false).slice(1),
    kind: 'data' as const,
    detail: summary(child),
  }));
}

function methods(names: ReadonlySet<string>, ...more: string[]): Completion[] {
  return [
    ...more.map((name): Completion => ({ label: name, apply: name, kind: 'data' })),
    ...[...names].map((name): Completion => ({ label: name, apply: name, kind: 'method' })),
  ];
}

/** A value in a few characters. */
export function summary(value: unknown): string {
  if (Array.isArray(value)) {
    return `list of ${value.length}`;
  }
  if (typeof value === 'object' && value !== null) {
    return '{…}';
  }
  const text = value === undefined ? 'undefined' : JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function inString(text: string): boolean {
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === '\\') {
        at += 1;
      } else if (sign === quote) {
        quote = '';
      }
    } else if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
    }
  }
  return quote !== '' && !/\["?[^\]]*$/.test(text);
}
