const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

/** The expression for a member of what `path` reaches: `a.b`, `a["b-c"]`, `a[0]`; empty when the path is. */
export function childPath(path: string, key: string, list: boolean): string {
  if (path === '') {
    return '';
  }
  return list ? `${path}[${key}]` : IDENTIFIER.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
