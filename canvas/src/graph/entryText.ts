/**
 * Values of a map as one types them in a row: `42`, `true`, `null`, `[1, 2]` and `{…}` are what they look like, everything else is a text,
 * and a text that looks like a value is put into quotes.
 */
export function toEntryText(value: unknown): string {
  if (typeof value !== 'string') {
    return JSON.stringify(value) ?? '';
  }
  return typeof fromEntryText(value) === 'string' && !isQuoted(value) ? value : JSON.stringify(value);
}

export function fromEntryText(text: string): unknown {
  if (text.trim().startsWith('{{')) {
    return text;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

function isQuoted(text: string): boolean {
  return text.trim().startsWith('"');
}
