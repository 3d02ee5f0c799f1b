import { describe, expect, it } from 'vitest';
import { completeExpression } from './complete';
import { evaluateExpression, evaluateTemplate } from './evaluate';
import { parseExpression } from './parse';
import { expressionAt, splitTemplate } from './template';

const scope = {
  input: { name: 'Ada', tags: ['x', 'y'], 'odd name': 1 },
  state: { count: 3 },
  trigger: null,
  execution: { id: 'exe_1' },
  nodes: {
    fetch: {
      output: {
        status: 200,
        body: {
          items: [
            { price: 5, n: 'a' },
            { price: 20, n: 'b' },
          ],
        },
      },
      status: 'succeeded',
      error: null,
    },
  },
};

describe('evaluating', () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3 ** 2', 19],
    ['input.name', 'Ada'],
    ['input["odd name"]', 1],
    ['nodes.fetch.output.body.items.filter(i => i.price > 10).map(i => i.n)', ['b']],
    ['nodes.fetch.output.body.items.map(({ price, n = "z" }) => `${n}:${price}`).join(", ")', 'a:5, b:20'],
    ['nodes.gone?.output.x ?? "none"', 'none'],
    ['input.missing', undefined],
    ['state.count > 2 ? "many" : "few"', 'many'],
    ['[3, 1, 2].sort()', [1, 2, 3]],
    [
      'Object.entries({ a: 1, ...{ b: 2 } })',
      [
        ['a', 1],
        ['b', 2],
      ],
    ],
    ['["1", "2"].map(Number)', [1, 2]],
    ['[0, 1, ""].filter(Boolean)', [1]],
    ['Math.max(...[1, 5, 3])', 5],
    ['JSON.parse("[1]")[0]', 1],
    ['"a-b-c".replaceAll("-", "+")', 'a+b+c'],
    ['/a(b)/.exec("ab")[1]', 'b'],
    ['Array.from({ length: 3 }, (_, i) => i)', [0, 1, 2]],
    ['[1, 2, 3].reduce((a, b) => a + b, 0)', 6],
    ['Object.groupBy(input.tags, t => t)', { x: ['x'], y: ['y'] }],
    ['typeof input.name', 'string'],
    ['"name" in input', true],
    ['Date.toISOString(Date.parse("2026-01-02T03:04:05"))', '2026-01-02T03:04:05.000Z'],
    ['input.tags.length', 2],
  ])('%s', (source, value) => {
    expect(evaluateExpression(source, scope)).toEqual({ value });
  });

  it.each([
    ['trigger.x', /Write \?\./],
    ['input.name.constructor.constructor("return 1")()', /./],
    ['input.constructor', undefined],
    ['[].constructor', undefined],
    ['(x => x)(1)', /functions of the language/],
    ['Math.random()', /no such function/],
    ['input.name.valueOf()', /no function here/],
    ['"x".repeat(1e9)', /too long/],
    ['Array.from({ length: 1e9 })', /too long/],
    ['[...Array.from({ length: 10000 }, (_, i) => i)].map(a => [1,2,3,4].map(b => b * a))', /Too much/],
    ['fetch("x")', /There is no “fetch”/],
    ['this.x', /not part/],
    ['new Date()', /not part/],
    ['x => { return 1 }', /one expression/],
  ])('%s does nothing but compute', (source, error) => {
    const result = evaluateExpression(source, scope);
    if (error === undefined) {
      expect(result).toEqual({ value: undefined });
    } else {
      expect('error' in result && result.error).toMatch(error);
    }
  });

  it.each<[string, unknown]>([
    ['{{ state.count }}', 3],
    [' {{ input.tags }} ', ['x', 'y']],
    ['Hello {{ input.name }}, {{ trigger }}{{ input.tags }}', 'Hello Ada, ["x","y"]'],
    ['{{ "{{" }} and }}', '{{ and }}'],
    ['{{ { a: { b: 1 } }.a.b }}', 1],
    ['plain', 'plain'],
  ])('the template %s', (text, value) => {
    expect(evaluateTemplate(text, scope)).toEqual({ value });
  });
});

describe('parsing', () => {
  it('finds the nodes that are read', () => {
    const parsed = parseExpression('nodes.a.output + nodes["b-c"].status + (nodes => nodes.d)(1)');
    expect('references' in parsed && parsed.references.map(({ id }) => id)).toEqual(['a', 'b-c']);
  });

  it('says where the fault is', () => {
    expect(parseExpression('input.a ++')).toHaveProperty('fault');
    const parsed = parseExpression('1 2');
    expect('fault' in parsed && parsed.fault.start).toBe(2);
  });
});

describe('templates', () => {
  it('know the expression that the caret is in', () => {
    const text = 'a {{ input.x }} b {{ sta';
    expect(expressionAt(text, 8)).toEqual({ source: ' input.x ', start: 4 });
    expect(expressionAt(text, 1)).toBeUndefined();
    expect(expressionAt(text, text.length)?.source).toBe(' sta');
    expect(splitTemplate(text).map((part) => part.kind)).toEqual(['text', 'expression', 'text', 'open']);
  });
});

describe('completing', () => {
  const labels = (before: string) => completeExpression(before, scope)?.options.map((option) => option.label);

  it('begins with what an expression sees', () => {
    expect(labels('in')).toEqual(expect.arrayContaining(['input', 'nodes', 'state', 'Math']));
    expect(completeExpression('1 + sta', scope)?.from).toBe(4);
  });

  it('goes on with what the last run gave', () => {
    expect(labels('nodes.')).toEqual(['fetch']);
    expect(labels('nodes.fetch.output.')).toEqual(['status', 'body']);
    expect(labels('x + nodes.fetch.output.body.items[0].pr')).toEqual(['price', 'n']);
    expect(labels('nodes?.fetch?.')).toContain('output');
    expect(completeExpression('nodes.fetch.output.', scope)?.options[0]?.detail).toBe('200');
  });

  it('offers methods by the kind of the value, and brackets for odd names', () => {
    expect(labels('input.tags.')).toEqual(expect.arrayContaining(['map', 'filter', 'length']));
    expect(labels('input.name.')).toEqual(expect.arrayContaining(['toUpperCase', 'length']));
    expect(completeExpression('input.', scope)?.options.find(({ label }) => label === 'odd name')?.apply).toBe(
      '["odd name"]',
    );
  });

  it('is quick, whatever stands there', () => {
    const started = performance.now();
    for (const text of [
      `${'temperature'.repeat(2000)} > 20`,
      `${'a.b["c"]'.repeat(2000)} +`,
      `nodes.${'x'.repeat(5000)}`,
    ]) {
      completeExpression(text, scope);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('stays silent in texts and where nothing is known', () => {
    expect(completeExpression('"in', scope)).toBeUndefined();
    expect(completeExpression('foo().', scope)).toBeUndefined();
    expect(completeExpression('trigger.', scope)?.options).toEqual([]);
  });
});
