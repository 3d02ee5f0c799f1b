import { describe, expect, it } from 'vitest';
import { countChanges, diffJson, equal, type DiffEntry } from './jsonDiff';
import { random } from './random.testing';

describe('the difference of two JSON values', () => {
  it('is told member by member', () => {
    const entry = diffJson({ a: 1, b: { c: 2 }, d: 3 }, { b: { c: 4 }, d: 3, e: null });
    expect(entry.children?.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      'a removed',
      'b changed',
      'd same',
      'e added',
    ]);
    expect(countChanges(entry)).toBe(3);
  });

  it('finds an element that was put in front of a list, and one that was taken away', () => {
    const shorter = diffJson([0, 1, 2, 3], [1, 2, 3]);
    expect(shorter.children?.map(({ kind }) => kind)).toEqual(['removed', 'same', 'same', 'same']);
    const entry = diffJson([1, 2, 3], [0, 1, 2, 3]);
    expect(entry.children?.map(({ kind }) => kind)).toEqual(['added', 'same', 'same', 'same']);
  });

  it('does not care for the order of members, and does for null and missing', () => {
    expect(equal({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
    expect(countChanges(diffJson({ a: null }, {}))).toBe(1);
    expect(countChanges(diffJson(undefined, null))).toBe(1);
    expect(countChanges(diffJson({}, []))).toBe(1);
  });

  it('handles long lists', () => {
    const long = Array.from({ length: 3000 }, (_, index) => index);
    expect(countChanges(diffJson(long, [...long, 1]))).toBe(1);
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'leads from one side to the other, and back (seed %i)',
    (seed) => {
      const next = random(seed);
      const [before, after] = [randomJson(next, 4), randomJson(next, 4)];
      const entry = diffJson(before, after);
      expect(side(entry, 'before')).toEqual(before);
      expect(side(entry, 'after')).toEqual(after);
      expect(countChanges(entry) === 0).toBe(equal(before, after));
      expect(countChanges(diffJson(before, structuredClone(before)))).toBe(0);
    },
  );
});

function randomJson(next: () => number, depth: number): unknown {
  const kind = Math.floor(next() * (depth > 0 ? 6 : 4));
  const size = Math.floor(next() * 5);
  const member = () => randomJson(next, depth - 1);
  switch (kind) {
    case 4:
      return Array.from({ length: size }, member);
    case 5:
      return Object.fromEntries(Array.from({ length: size }, () => ['abcdef'[Math.floor(next() * 6)], member()]));
    default:
      return [null, next() < 0.5, Math.floor(next() * 3), 'ab'[Math.floor(next() * 2)]][kind];
  }
}

/** Builds one side again out of the parts of the difference. */
function side(entry: DiffEntry, which: 'before' | 'after'): unknown {
  if (entry.children === undefined) {
    return entry[which];
  }
  const mine = entry.children.filter(({ kind }) => kind !== (which === 'before' ? 'added' : 'removed'));
  return entry.list === true
    ? mine.map((child) => side(child, which))
    : Object.fromEntries(mine.map((child) => [child.key, side(child, which)]));
}
