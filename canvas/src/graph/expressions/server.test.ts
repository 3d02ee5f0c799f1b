import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { evaluateExpression, type Scope } from './evaluate';

// The server's own table of expressions and their results, with the scope that it evaluates them on.
const tests = new URL('../../../../tests/Orcheo.UnitTests/Expressions/', import.meta.url);
const table = readFileSync(new URL('ExpressionSemanticsTests.cs', tests), 'utf8');
const scope = JSON.parse(
  /"""\s*(\{[\s\S]*?\})\s*"""/.exec(readFileSync(new URL('Scopes.cs', tests), 'utf8'))?.[1] ?? '',
) as Scope;
const literal = String.raw`"(?:[^"\\]|\\.)*"`;
const cases = [...table.matchAll(new RegExp(String.raw`\[InlineData\((${literal}),\s*(${literal})\)\]`, 'g'))].flatMap(
  ([, source = '', value = '']) => {
    try {
      const expected: unknown = JSON.parse(JSON.parse(value) as string);
      return [{ source: JSON.parse(source) as string, expected }];
    } catch {
      // Escapes that only C# has, and rows that are about something else.
      return [];
    }
  },
);

/** Undefined, NaN and the infinities are null in a result, and half a character is the sign for one. */
const asResult = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value === undefined ? null : value), (_, member: unknown) =>
    typeof member === 'string' ? member.replace(/\p{Surrogate}/gu, '\uFFFD') : member,
  ) as unknown;

it('a preview is what the server would compute, or says that it cannot tell, and almost always can', () => {
  expect(cases.length).toBeGreaterThan(80);
  const wrong: object[] = [];
  const silent: string[] = [];
  for (const { source, expected } of cases) {
    const preview = evaluateExpression(source, scope);
    if ('error' in preview) {
      silent.push(`${source}: ${preview.error}`);
    } else if (JSON.stringify(asResult(preview.value)) !== JSON.stringify(expected)) {
      wrong.push({ source, expected, preview: preview.value });
    }
  }
  expect(wrong).toEqual([]);
  expect(silent.length / cases.length, silent.join('\n')).toBeLessThan(0.1);
});
