/** The pages of docs/errors by path, in one chunk that is loaded when a page is asked for. */
const pages = import.meta.glob<string>('../../../../../docs/errors/ORC*.md', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export function errorPage(code: string): string | null {
  return Object.entries(pages).find(([path]) => path.endsWith(`/${code}.md`))?.[1] ?? null;
}
