/** What an expression may use: docs/expressions.md. */
const words = (text: string) => new Set(text.split(' '));

export const ROOTS = words('input trigger state nodes execution item args');

export const STRING_METHODS = words(
  'at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf match matchAll normalize padEnd padStart repeat replace replaceAll search slice split startsWith substr substring toLowerCase toString toUpperCase trim trimEnd trimStart',
);
export const LIST_METHODS = words(
  'at concat entries every filter find findIndex findLast findLastIndex flat flatMap includes indexOf join keys lastIndexOf map reduce reduceRight reverse slice some sort toReversed toSorted toSpliced toString values with',
);
export const NUMBER_METHODS = words('toExponential toFixed toPrecision toString');
export const PATTERN_METHODS = words('exec test toString');
export const OBJECT_METHODS = words('hasOwnProperty toString');

const members = (host: object, names: string) =>
  Object.fromEntries(names.split(' ').map((name) => [name, (host as Record<string, unknown>)[name]]));

const MATH = Object.fromEntries(
  Object.getOwnPropertyNames(Math)
    .filter((name) => name !== 'random')
    .map((name) => [name, (Math as unknown as Record<string, unknown>)[name]]),
);

const MAX_ELEMENTS = 10_000;

function arrayFrom(source: ArrayLike<unknown>, map?: (value: unknown, index: number) => unknown): unknown[] {
  if (typeof source === 'object' && source.length > MAX_ELEMENTS) {
    throw new Error('The list is too long for a preview.');
  }
  return map === undefined ? Array.from(source) : Array.from(source, map);
}

/** The objects with functions, such as `Math`; their members are all there is. */
export const NAMESPACES: Record<string, Record<string, unknown>> = {
  Math: MATH,
  JSON: {
    parse: (text: string) => JSON.parse(text) as unknown,
    stringify: (value: unknown, _: unknown, indent?: number) => JSON.stringify(value, null, indent),
  },
  Object: {
    ...members(Object, 'entries fromEntries is keys values'),
    assign: (...values: object[]) => Object.assign({}, ...values) as object,
    hasOwn: (value: object, name: string) => Object.hasOwn(value, name),
    groupBy: (list: unknown[], key: (one: unknown, index: number) => unknown) => {
      const groups: Record<string, unknown[]> = {};
      list.forEach((one, index) => {
        (groups[String(key(one, index))] ??= []).push(one);
      });
      return groups;
    },
  },
  Array: { from: arrayFrom, isArray: Array.isArray, of: (...args: unknown[]) => args },
  Number: members(
    Number,
    'isFinite isInteger isNaN isSafeInteger parseFloat parseInt MAX_SAFE_INTEGER MIN_SAFE_INTEGER MAX_VALUE MIN_VALUE EPSILON',
  ),
  String: members(String, 'fromCharCode fromCodePoint'),
  Date: {
    // A time without an offset is UTC, as on the server.
    parse: (text: string) => Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text),
    UTC: Date.UTC,
    toISOString: (milliseconds: number) => new Date(milliseconds).toISOString(),
  },
};

export const FUNCTIONS: Record<string, (...args: never[]) => unknown> = {
  Number: (value: unknown) => Number(value),
  String: (value: unknown) => String(value),
  Boolean: (value: unknown) => Boolean(value),
  parseInt: (text: string, radix?: number) => Number.parseInt(text, radix),
  parseFloat: (text: string) => Number.parseFloat(text),
  isNaN: (value: unknown) => Number.isNaN(Number(value)),
  isFinite: (value: unknown) => Number.isFinite(Number(value)),
  encodeURIComponent,
  decodeURIComponent,
  encodeURI,
  decodeURI,
};

export const CONSTANTS: Record<string, unknown> = {
  undefined: undefined,
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
};
