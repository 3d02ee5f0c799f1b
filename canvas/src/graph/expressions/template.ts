/** A string of a config, cut into texts and expressions. Offsets count from the string's beginning. */
export type TemplatePart =
  | { kind: 'text'; text: string; start: number; end: number }
  | { kind: 'expression'; source: string; start: number; end: number }
  | { kind: 'open'; start: number; end: number };

/** Cuts at `{{ … }}`. A `}}` within a string, a template literal or an object of the expression does not end it. */
export function splitTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('{{', from);
    if (open < 0) {
      if (from < text.length || parts.length === 0) {
        parts.push({ kind: 'text', text: text.slice(from), start: from, end: text.length });
      }
      return parts;
    }
    if (open > from) {
      parts.push({ kind: 'text', text: text.slice(from, open), start: from, end: open });
    }
    const close = findClose(text, open + 2);
    if (close < 0) {
      parts.push({ kind: 'open', start: open, end: text.length });
      return parts;
    }
    parts.push({ kind: 'expression', source: text.slice(open + 2, close), start: open + 2, end: close });
    from = close + 2;
  }
}

export function hasTemplate(text: string): boolean {
  return text.includes('{{');
}

/** Whether the string is exactly one template, white space around it aside: its value keeps its type. */
export function isSingleTemplate(parts: TemplatePart[]): boolean {
  return (
    parts.filter((part) => part.kind === 'expression').length === 1 &&
    parts.every((part) => part.kind === 'expression' || (part.kind === 'text' && part.text.trim() === ''))
  );
}

/** The expression that the caret is in, if it is in one. */
export function expressionAt(text: string, offset: number): { source: string; start: number } | undefined {
  for (const part of splitTemplate(text)) {
    if (part.kind === 'expression' && offset >= part.start && offset <= part.end) {
      return { source: part.source, start: part.start };
    }
    if (part.kind === 'open' && offset >= part.start + 2) {
      return { source: text.slice(part.start + 2), start: part.start + 2 };
    }
  }
  return undefined;
}

function findClose(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quote !== '') {
      if (sign === '\\') {
        at += 1;
      } else if (sign === quote) {
        quote = '';
      }
    } else if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
    } else if (sign === '{') {
      depth += 1;
    } else if (sign === '}') {
      if (depth === 0 && text.charAt(at + 1) === '}') {
        return at;
      }
      depth = Math.max(0, depth - 1);
    }
  }
  return -1;
}
