export const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** The expression for a member of what `path` reaches: `a.b`, `a["b-c"]`, `a[0]`; empty when the path is. */
export function childPath(path: string, key: string, list: boolean): string {
  if (path === '') {
    return '';
  }
  return list ? `${path}[${key}]` : IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

/** The parts of a JSON Pointer (RFC 6901). */
export function pointerParts(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

export function toPointer(parts: (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
