export type DiffKind = 'same' | 'added' | 'removed' | 'changed';

/** One member of two values that are laid side by side. */
export interface DiffEntry {
  /** The name or index; empty at the root. */
  key: string;
  kind: DiffKind;
  before?: unknown;
  after?: unknown;
  /** The members, where both sides hold some. */
  children?: DiffEntry[];
  list?: boolean;
}

/** How far lists are laid side by side element by element; longer ones are compared by place. */
const ALIGNED = 400;

/** What turns one JSON value into another. Elements of lists are matched, so that one inserted in front does not change the rest. */
export function diffJson(before: unknown, after: unknown, key = ''): DiffEntry {
  if (equal(before, after)) {
    return { key, kind: 'same', before, after };
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return { key, kind: 'changed', before, after, list: true, children: diffLists(before, after) };
  }
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return { key, kind: 'changed', before, after, children: names.map((name) => diffMember(before, after, name)) };
  }
  return { key, kind: 'changed', before, after };
}

/** How many values were added, removed and changed. */
export function countChanges(entry: DiffEntry): number {
  if (entry.kind === 'same') {
    return 0;
  }
  return entry.children === undefined ? 1 : entry.children.reduce((sum, child) => sum + countChanges(child), 0);
}

function diffMember(before: Record<string, unknown>, after: Record<string, unknown>, name: string): DiffEntry {
  if (!Object.hasOwn(before, name)) {
    return { key: name, kind: 'added', after: after[name] };
  }
  return Object.hasOwn(after, name)
    ? diffJson(before[name], after[name], name)
    : { key: name, kind: 'removed', before: before[name] };
}

function diffLists(before: unknown[], after: unknown[]): DiffEntry[] {
  const entries: DiffEntry[] = [];
  let [a, b] = [0, 0];
  const pairs = before.length * after.length <= ALIGNED * ALIGNED ? commonElements(before, after) : [];
  for (const [nextA, nextB] of [...pairs, [before.length, after.length] as const]) {
    // What stands between two that are alike: changed one by one, the rest added or removed.
    while (a < nextA && b < nextB) {
      entries.push(diffJson(before[a++], after[b], String(b++)));
    }
    while (a < nextA) {
      entries.push({ key: String(a), kind: 'removed', before: before[a++] });
    }
    while (b < nextB) {
      entries.push({ key: String(b), kind: 'added', after: after[b++] });
    }
    if (a < before.length && b < after.length) {
      entries.push({ key: String(b), kind: 'same', before: before[a++], after: after[b++] });
    }
  }
  return entries;
}

/** The longest sequence of equal elements that both lists have, as pairs of places. */
function commonElements(before: unknown[], after: unknown[]): (readonly [number, number])[] {
  const [left, right] = [before.map(fingerprint), after.map(fingerprint)];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i--) {
    for (let j = right.length - 1; j >= 0; j--) {
      lengths[i * width + j] = left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) {
      pairs.push([i++, j++]);
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      i++;
    } else {
      j++;
    }
  }
  return pairs;
}

export function equal(a: unknown, b: unknown): boolean {
  return a === b || fingerprint(a) === fingerprint(b);
}

/** The same text for values that are the same, in whichever order their members stand. */
function fingerprint(value: unknown): string {
  return (
    JSON.stringify(value, (_, member: unknown) =>
      isObject(member)
        ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
        : member,
    ) ?? 'undefined'
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
